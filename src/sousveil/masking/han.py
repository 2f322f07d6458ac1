"""The shapes of names written in Han."""

from __future__ import annotations

import re

from sousveil.masking.words import ends_as_organisation, is_han_note, is_people_or_term
from sousveil.readers.columns import column_meaning, personal_column
from sousveil.script.surnames import is_han_name

Stretch = tuple[int, int]

HAN = "\u3400-\u9fff\U00020000-\U000323af"
HAN_RUN = re.compile(rf"[{HAN}]+(?:[·•‧∙・][{HAN}]+)*")
_SPACED_NAME = re.compile(rf"[{HAN}](?:[ \u3000]{{1,4}}[{HAN}]){{1,2}}(?![{HAN}])")
_AFTER_NAME = (
    "先生", "女士", "小姐", "同志", "老师", "教授", "博士", "研究员", "高工", "工程师", "主任", "处长", "科长", "局长",
    "所长", "经理", "总", "电话", "手机", "联系", "担任", "负责", "等", "签字", "要求", "表示", "介绍", "指出", "强调",
    "告诉", "认为", "透露", "主持", "带领", "率队", "出席", "参加", "汇报", "讲话", "说", "称", "在", "对", "向", "带",
)  # fmt: skip


def han_name(text: str, at: int, limit: int, *, relaxed: bool, loose: bool) -> Stretch | None:
    """The name a text in Han begins with at an offset: a whole run, or what stands before a post or a verb.

    >>> han_name("王小某要求：", 0, 6, relaxed=False, loose=False)
    (0, 3)
    """
    spaced = _SPACED_NAME.match(text, at, limit)
    if spaced and is_han_name(re.sub(r"\s", "", spaced[0]), after_cue=True):
        return at, spaced.end()
    found = HAN_RUN.match(text, at, limit)
    if found is None:
        return None
    run = found[0]
    if is_person(run, relaxed=False, loose=loose):
        return at, found.end()
    for length in (4, 3, 2):
        if run[length:].startswith(_AFTER_NAME) and is_person(run[:length], relaxed=False, loose=loose):
            return at, at + length
    return (at, found.end()) if relaxed and is_person(run, relaxed=True, loose=loose) else None


def is_person(run: str, *, relaxed: bool, loose: bool) -> bool:
    """Whether a run of Han is a name. `relaxed`: after a colon any two to four characters that say nothing else."""
    if ends_as_organisation(run) and not (len(run) == 3 and is_han_name(run)):
        return False
    if (
        is_han_note(run)
        or is_people_or_term(run)
        or personal_column(run)
        or (column_meaning(run) and not is_han_name(run))
    ):
        return False
    return is_han_name(run, after_cue=loose) or (relaxed and 2 <= len(run) <= 4)
