"""What is found, what is a clue, what is not; values, code lists, identifiers."""

import pytest


@pytest.mark.parametrize(
    "text",
    ["民族路12号", "中央民族大学", "鄂温克族自治旗", "中华民族伟大复兴", "水族馆", "上班族", "促进民族团结",
     "企业法人种类", "A race condition in the scheduler.", "the arms race", "white balance and black level",
     "Add the domain to the whitelist.", "public class StackTracer {}"],
)  # fmt: skip
def test_false_friends_are_neither_findings_nor_clues(found, text):
    for attribute in ("ethnicity", "race", "skin_colour"):
        assert not found(text, attribute, tiers=("finding", "clue"), lang="zh" if text[0] > "z" else "en")


def test_a_false_friend_is_kept_with_its_note(found):
    [finding] = found("民族路12号", "ethnicity", tiers=("discarded",))
    assert finding.discard_reason == "place_or_organisation_name"
    assert finding.competing


def test_without_a_person_it_is_a_clue(found):
    assert [finding.tier for finding in found("民族。", "ethnicity", tiers=("finding", "clue"))] == ["clue"]


def test_a_code_list_is_kept_verbatim_and_in_order(found):
    row = "27 | 肤色 | SkinColor | string | O | 1 白 2 黑 3 黄 4 棕 9 其他"
    [finding] = found(row, "skin_colour", surface="table", header="序号 | 名称 | 标识符 | 类型 | 必选/可选 | 备注",
                      caption="表A.1 人脸对象属性")  # fmt: skip
    assert [(code.code, code.label) for code in finding.codes] == [
        ("1", "白"), ("2", "黑"), ("3", "黄"), ("4", "棕"), ("9", "其他")]  # fmt: skip


def test_a_code_table_gives_a_value_a_row(found):
    rows = "1 | 白\n2 | 黑\n9 | 其他"
    findings = found(rows, "skin_colour", surface="code_list", header="代码 | 含义", caption="表B.1 人员肤色代码")
    values = [finding for finding in findings if finding.role == "code_value"]
    assert [(finding.codes[0].code, finding.codes[0].label) for finding in values] == [
        ("1", "白"),
        ("2", "黑"),
        ("9", "其他"),
    ]


def test_a_named_group_is_named(found):
    [finding] = found("支持识别维吾尔族人员。", "ethnicity")
    assert (finding.value, finding.evidence.match, finding.gloss) == ("Uyghur", "维吾尔族", "Uyghur")


def test_one_finding_for_an_attribute_and_a_row_with_all_its_words(found):
    row = "20 | 民族代码 | EthicCode | string(2) | O | GB/T 3304"
    [finding] = found(row, "ethnicity", surface="table", header="序号 | 名称 | 标识符 | 类型 | 必选/可选 | 备注")
    assert [match.words for match in finding.matches] == ["民族代码", "EthicCode"]


def test_fields_of_a_class_are_each_others_context(found):
    code = "private String name;\nprivate String skinColor;\nprivate String gender;\nprivate int height;"
    [finding] = found(code, "skin_colour", surface="identifier", lang="ident")
    assert (finding.role, finding.use) == ("field", "collect")


def test_evidence_is_the_text_itself(found):
    [finding] = found("前文。系统应采集人员的民族。后文。", "ethnicity")
    assert finding.evidence.exact == "民族"
    assert finding.evidence.quote == "系统应采集人员的民族。"
    assert finding.confidence == round(sum(part.value for part in finding.confidence_parts), 2)


def test_the_label_of_a_form_is_a_field():
    from sousveil.examine import detect
    from sousveil.readers.building import CellPieces, DocumentBuilder, Piece
    from sousveil.records import Source
    from sousveil.vocabulary import load_knowledge

    builder = DocumentBuilder()
    for row in (["姓名", "", "性别", ""], ["民族：", "", "出生年月", ""]):
        builder.add_row([CellPieces((Piece(text),)) for text in row])
    document = builder.finish(Source(uri="a", name="a"), b"", "text/plain", kind=("other", "test"))
    roles = {f.attribute: (f.role, f.use) for f in detect(document, load_knowledge()).findings if f.tier == "finding"}
    assert roles["ethnicity"] == ("field", "collect")


def test_a_sentence_without_end_is_quoted_in_parts_that_can_be_read(found):
    text = "系统应识别人员的民族" + "，摄像机应支持夜视" * 2000 + "，系统应识别人员的民族，" + "夜视" * 5000
    findings = found(text, "ethnicity")
    assert [finding.evidence.start for finding in findings] == [8, text.rindex("民族")]
    assert all(len(finding.evidence.quote) <= 4000 for finding in findings)
    assert {finding.requirement for finding in findings} == {"shall"}


def test_a_line_of_terms_alone_takes_time_as_its_length(found):
    findings = found("民族" * 20_000, "ethnicity", tiers=("finding", "clue"))
    assert 10 <= len(findings) <= 20
    assert all(len(finding.evidence.quote) <= 4002 for finding in findings)


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    "unit",
    [
        "民族。",
        "民族，",
        "人员民族、",
        "《人民族",
        "age ",
        "The camera shall record the race of persons. ",
        "- race: a, b, c\n",
    ],
)
def test_words_again_and_again_take_time_as_their_number(found, unit: str) -> None:
    found(unit * (20_000 // len(unit)), "ethnicity", tiers=("finding", "clue"))
