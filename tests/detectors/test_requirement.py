"""How strongly something is asked for. A prohibition that came out as a requirement would be the worst error of all."""

import pytest

TENDER = {"kind": "tender", "heading": "采购需求 技术要求"}


@pytest.mark.parametrize(
    ("text", "attribute", "requirement"),
    [
        ("人脸属性应包括民族、肤色。", "ethnicity", "shall"),
        ("系统必须采集人员的民族。", "ethnicity", "shall"),
        ("人员民族宜采用GB 3304代码。", "ethnicity", "should"),
        ("可采集人员的民族。", "ethnicity", "may"),
        ("不得采集人员的民族信息。", "ethnicity", "shall_not"),
        ("系统不得采集居民的宗教信仰，应采集姓名、性别。", "religion", "shall_not"),
        ("系统不得采集居民的宗教信仰，应采集姓名、性别。", "sex_gender", "shall"),
        ("系统应支持人员性别识别，不得进行民族识别。", "ethnicity", "shall_not"),
        ("系统应支持人员性别识别，不得进行民族识别。", "sex_gender", "shall"),
        ("人员的民族、宗教信仰不得作为检索条件。", "ethnicity", "shall_not"),
        ("严禁对人员按民族分类。", "ethnicity", "shall_not"),
        ("应避免采集人员的民族。", "ethnicity", "shall_not"),
        ("采集的人员信息不包括民族。", "ethnicity", "shall_not"),
        ("识别准确率不得低于95%，人员属性应包括民族。", "ethnicity", "shall"),
        ("必要时，应采集人员的民族。", "ethnicity", "conditional"),
        ("供应商应用人员民族数据的响应时间。", "ethnicity", "none"),
        ("本平台不会询问用户的民族。", "ethnicity", "shall_not"),
        ("不 得 登 记 人 员 的 民 族。", "ethnicity", "shall_not"),
        ("人员资料不限于姓名，还应包括民族。", "ethnicity", "shall"),
    ],
)
def test_chinese_prose(found, text, attribute, requirement):
    assert [finding.requirement for finding in found(text, attribute)] == [requirement]


@pytest.mark.parametrize(
    ("text", "attribute", "requirement"),
    [
        ("The system shall record the ethnicity of each person.", "ethnicity", "shall"),
        ("The system shall not infer ethnicity from faces.", "ethnicity", "shall_not"),
        ("The system must never classify people by ethnicity.", "ethnicity", "shall_not"),
        ("Ethnicity of persons shall not be collected.", "ethnicity", "shall_not"),
        ("Collection of the ethnicity of a person is prohibited.", "ethnicity", "shall_not"),
        ("The system shall record gender but shall not infer ethnicity.", "ethnicity", "shall_not"),
        ("The system shall record gender but shall not infer ethnicity.", "sex_gender", "shall"),
        ("Officers should enter the ethnicity of the person.", "ethnicity", "should"),
        ("The ethnicity of the person may be entered.", "ethnicity", "may"),
        ("Where applicable, the ethnicity of the person shall be entered.", "ethnicity", "conditional"),
        ("The register does not contain the ethnicity of persons.", "ethnicity", "shall_not"),
        ("No record of the ethnicity of a person is kept.", "ethnicity", "shall_not"),
        ("Staff are told not to ask for the ethnicity of persons.", "ethnicity", "shall_not"),
        ("Cameras shall classify persons by ethnicity with no less than 90 % accuracy.", "ethnicity", "shall"),
    ],
)
def test_english_prose(found, text, attribute, requirement):
    assert [finding.requirement for finding in found(text, attribute, lang="en")] == [requirement]


@pytest.mark.parametrize(
    ("lang", "text", "requirement"),
    [
        ("ru", "Система не должна определять национальность лиц.", "shall_not"),
        ("ru", "Система должна определять национальность лиц.", "shall"),
        ("es", "El sistema no deberá registrar la etnia de las personas.", "shall_not"),
        ("es", "El sistema deberá registrar la etnia de las personas.", "shall"),
        ("fr", "Le système ne doit pas enregistrer l'origine ethnique des personnes.", "shall_not"),
        ("pt", "O sistema não deve registrar a etnia das pessoas.", "shall_not"),
        ("pt", "O sistema deve registrar a etnia das pessoas.", "shall"),
        ("ar", "لا يجوز تسجيل الأصل العرقي للأشخاص.", "shall_not"),
    ],
)
def test_other_languages(found, lang, text, requirement):
    assert {finding.requirement for finding in found(text, "ethnicity", lang=lang)} == {requirement}


def test_a_starred_capability_is_a_requirement(found):
    assert found("★支持对人员的民族进行识别。", "ethnicity", **TENDER)[0].requirement == "shall"
    assert found("支持对人员的民族进行识别。", "ethnicity", **TENDER)[0].requirement == "should"


def test_a_capability_of_a_manual_asks_for_nothing(found):
    assert found("支持对人员的民族进行识别。", "ethnicity", kind="manual")[0].requirement == "none"


def test_a_star_never_turns_a_prohibition_into_a_requirement(found):
    assert found("★不得采集人员的宗教信仰。", "religion", **TENDER)[0].requirement == "shall_not"


def test_a_triangle_has_the_force_the_document_gives_it(found):
    plain = "▲支持对人员的民族进行识别。"
    assert found(plain, "ethnicity", **TENDER)[0].requirement == "should"
    fatal = "标注▲的条款为实质性要求，不满足将导致投标无效。\n" + plain
    assert found(fatal, "ethnicity", **TENDER)[0].requirement == "shall"


def test_every_line_binds_where_the_document_says_so(found):
    text = "以下参数均须满足，不满足作无效投标处理。\n支持对人员的民族进行识别。"
    assert found(text, "ethnicity", **TENDER)[0].requirement == "shall"


@pytest.mark.parametrize(
    ("header", "flag", "requirement"),
    [
        ("必选/可选", "可选", "may"), ("必选/可选", "必选", "shall"), ("M/O/C", "C", "conditional"),
        ("是否必填", "是", "shall"), ("是否为空", "否", "shall"), ("是否为空", "是", "may"), ("Mandatory", "No", "may"),
    ],
)  # fmt: skip
def test_the_flag_column_of_a_field_table(found, header, flag, requirement):
    row = f"20 | 民族代码 | EthicCode | string(2) | {flag} | GB/T 3304"
    head = f"序号 | 名称 | 标识符 | 类型 | {header} | 备注"
    [finding] = found(row, "ethnicity", surface="table", header=head, caption="表A.1 人脸对象属性")
    assert (finding.requirement, finding.role) == (requirement, "field")


def test_the_lead_in_sentence_governs_the_list(found):
    from sousveil.examine import detect
    from sousveil.readers.building import DocumentBuilder, Piece
    from sousveil.records import Source
    from sousveil.vocabulary import load_knowledge

    def requirement(lead):
        builder = DocumentBuilder()
        builder.add([Piece(lead)], "paragraph")
        for item in ("1）人员姓名；", "2）人员民族；"):
            builder.add([Piece(item)], "list_item", level=1)
        document = builder.finish(Source(uri="a", name="a"), b"", "text/plain", kind=("standard", "test"))
        findings = detect(document, load_knowledge()).findings
        return next(f.requirement for f in findings if f.attribute == "ethnicity")

    assert requirement("登记表应包括以下字段：") == "shall"
    assert requirement("登记表不得包括以下字段：") == "shall_not"
    assert requirement("登记表可包括以下字段：") == "may"


def test_the_words_that_decided_are_part_of_the_evidence(found):
    [finding] = found("不得采集人员的民族信息。", "ethnicity")
    cue = next(cue for cue in finding.cues if cue.kind == "requirement")
    assert (cue.says, cue.words, cue.start) == ("shall_not", "不得", 0)


@pytest.mark.parametrize(
    "text",
    [
        "不得强制采集人员的民族信息。",
        "严禁要求人员填写民族。",
        "任何单位不得要求居民必须提供民族信息。",
        "人员民族属于敏感信息,系统必须不得识别。",
        "系统应关闭人员民族识别。",
        "系统应屏蔽人员民族识别。",
        "应拒绝按人员民族检索。",
        "应防止对人员民族的识别。",
        "应保证不对人员民族进行识别。",
        "应当删除人员民族信息。",
        "不许识别人员民族。",
        "请勿采集人员民族。",
        "Neither the vendor nor its staff shall use the ethnicity of persons.",
        "Under no circumstances may the vendor classify individuals by ethnicity.",
        "No vendor shall classify persons by ethnicity.",
        "At no time shall the system record a person's ethnicity.",
        "The system shall in no way infer the ethnicity of a person.",
        "The vendor shall ensure that the ethnicity of persons is not used as a classifier.",
        "The system must be incapable of detecting the ethnicity of persons.",
        "The system shall avoid inferring the ethnicity of persons.",
        "The system shall prevent operators from searching persons by ethnicity.",
        "Operators are not allowed to search persons by ethnicity.",
        "Operators shall not be allowed to search persons by ethnicity.",
        "Classification of persons by ethnicity is not acceptable.",
    ],
)
def test_no_prohibition_comes_out_as_a_requirement(found, text):
    lang = "en" if text.isascii() else "zh"
    assert {finding.requirement for finding in found(text, "ethnicity", lang=lang, kind="tender")} == {"shall_not"}


@pytest.mark.parametrize(
    ("text", "requirement"),
    [
        ("人员民族不得为空。", "shall"),
        ("人员民族不可缺失。", "shall"),
        ("不支持人员民族识别的产品将被否决。", "shall"),
        ("不具备人员民族识别功能的，作废标处理。", "shall"),
        ("系统无需支持人员民族识别。", "may"),
        ("不再要求识别人员民族。", "may"),
        ("The ethnicity of the person must not be left blank.", "shall"),
        ("The ethnicity of the person cannot be omitted.", "shall"),
        ("It is not mandatory to record the ethnicity of the person.", "may"),
        ("The vendor shall not subcontract. The system classifies persons by ethnicity.", "none"),
        ("本系统不得断电！系统支持人员民族识别。", "should"),
        ("系统应支持人脸检测，不得漏检；支持人员民族识别。", "should"),
        ("The vendor shall train staff. Leaflets mention the ethnicity of persons.", "none"),
        ("It must not exceed 5 kg! It can classify persons by ethnicity.", "should"),
    ],
)
def test_no_requirement_is_hidden_as_a_prohibition(found, text, requirement):
    lang = "en" if text.isascii() else "zh"
    findings = found(text, "ethnicity", lang=lang, kind="tender", heading="Technical requirements 技术要求")
    assert [finding.requirement for finding in findings] == [requirement]


def test_a_flag_may_forbid(found):
    [finding] = found("Race | race | string | Prohibited", "race", surface="table", lang="en",
                      header="Name | Identifier | Type | Mandatory", caption="Person")  # fmt: skip
    assert (finding.requirement, finding.severity) == ("shall_not", "info")


def test_the_lead_before_a_colon_governs_what_is_enumerated(found):
    text = "系统不得具有下列功能：1）人员性别识别；2）人员民族识别；"
    assert found(text, "ethnicity")[0].requirement == "shall_not"


@pytest.mark.parametrize(
    ("text", "attribute", "requirement"),
    [
        ("No later than 3 seconds after capture the system shall output the race of the face.", "race", "shall"),
        ("No fewer than 5 ethnic groups of people shall be recognised.", "ethnicity", "shall"),
        ("The vendor shall remove all duplicates and record the ethnicity of every resident.", "ethnicity", "shall"),
        ("Operators shall delete any empty record and enter the ethnicity of each detainee.", "ethnicity", "shall"),
        ("It shall have a function to classify people by race without an option to disable it.", "race", "shall"),
        ("The ethnicity of each person shall not be optional.", "ethnicity", "shall"),
        ("It is unacceptable to omit the ethnicity of the suspect.", "ethnicity", "shall"),
        ("The system shall, without regard to lighting, classify the race of the subject.", "race", "shall"),
        ("The system shall flag persons excluding staff by ethnicity.", "ethnicity", "shall"),
        ("禁止删除人员民族信息。", "ethnicity", "shall"),
        ("严禁漏采人员民族信息。", "ethnicity", "shall"),
        ("不允许人员民族为空。", "ethnicity", "shall"),
        ("系统应避免重复采集，并登记人员民族。", "ethnicity", "shall"),
        ("The system shall omit the race of the person.", "race", "shall_not"),
        ("The system shall ignore the ethnicity of the person.", "ethnicity", "shall_not"),
        ("The software shall refuse to classify people by race.", "race", "shall_not"),
        ("It shall be impossible to search persons by race.", "race", "shall_not"),
        ("The ethnicity of persons shall be removed from all records.", "ethnicity", "shall_not"),
        ("应停止采集人员民族信息。", "ethnicity", "shall_not"),
        ("应去掉按民族检索人员功能。", "ethnicity", "shall_not"),
        ("The system shall be delivered without any function that classifies persons by race.", "race", "shall_not"),
        ("The police shall delete any record of the religion of a person.", "religion", "shall_not"),
        ("Any attempt to derive the political opinion of a person is void.", "political_opinion", "shall_not"),
    ],
)  # fmt: skip
def test_what_must_not_be_left_out_is_asked_for(found, text: str, attribute: str, requirement: str) -> None:
    [finding] = found(text, attribute)
    assert finding.requirement == requirement
