"""Judges whether the text layer of a page may be read: there is one, it is the page's text, and it is not nonsense."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sousveil.readers.layout import native
from sousveil.readers.layout.frame import Box, Frame
from sousveil.readers.layout.lines import Line
from sousveil.readers.layout.pages import Page

_UNKNOWN_SHARE = 0.12
_FEWEST_UNKNOWN = 8
_BAD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ue000-\uefff\uf100-\uf8ff\ufffd\U000f0000-\U0010ffff]")
"""Control, private-use and replacement characters; U+F000-F0FF are the bullets of symbol fonts."""
_CID = re.compile(r"\(cid:\d+\)")
_HAN = re.compile("[\u3400-\u9fff]")
_KANA = re.compile("[\u3040-\u30ff\uac00-\ud7a3]")
_COMMON_HAN_SIGNS = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民"
    "得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那"
    "社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已"
    "通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几"
    "九区强放决西被干做必战先回则任取据处理世车称类型编码号信息标准规范名字段说明按照技术要须需供系统项目投标采购符单证格服务"
    "這個國們為會發動產學對說過時來後從現實應還當機關總線數據號標準規範說項購單證務與開點兩無華區選種類類義體點變經進達運應"
)
_COMMON_HAN = re.compile(f"[{_COMMON_HAN_SIGNS}]")
_COMMON_SHARE = 0.12
_ENOUGH_HAN = 60
_LATIN_WORD = re.compile("[A-Za-z\u00c0-\u024f]{3,}")
_WORD = re.compile(r"[^\W\d_\u2e80-\uffff]+")
_ODD = re.compile("[^\\w\u0020-\u007e\u2010-\u2027\u2030-\u203a\u3000-\u303f\uff00-\uffef°±²³µ·×÷§€£¥©®™•■□●○★▲√→]")
_SYMBOL = re.compile(r"[!-/:-@\[-`{-~]")
_MOST_SYMBOLS = 0.25
_MOST_WRONG = 0.3
_ACCENTED = re.compile("[\u00c0-\u024f]")
_VOWELS = re.compile("[aeiouyàáâãäåæèéêëìíîïòóôõöøùúûüýÿāăąēĕėęěīĭįıōŏőœūŭůűų]", re.I)
_FEWEST_VOWELS = 0.22
_MOST_ACCENTED = 0.6
_ENOUGH_WORDS = 24
_USUAL = re.compile(f"[aeiou{_COMMON_HAN_SIGNS}]")
_USUAL_SHARE = 0.2
_GLANCE = 300
"""Characters in the middle of a page that decide whether all of it is looked at: few of the usual ones are suspect."""
_LETTER_BLOCKS = (
    "[A-Za-z]", "[\u00c0-\u024f]", "[\u0370-\u03ff]", "[\u0400-\u04ff]", "[\u0530-\u05ff]", "[\u0600-\u06ff]",
    "[\u0900-\u0dff]", "[\u0e00-\u0fff]", "[\u1000-\u1fff]",
)  # fmt: skip
_BLOCKS = [re.compile(block) for block in _LETTER_BLOCKS]
_MOST_BLOCKS = 4
FULL_PAGE = 0.6
_ANY_PICTURE = 0.02
_MANY_PATHS = 150
"""Paths on a page without text from which its letters may be drawn as outlines."""
_WATERMARK = 60
"""Characters over a full-page picture up to which they are no text layer of it."""
FEW = 10


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a page cannot be checked: reason (one of `records.GAP_REASONS`), what was seen, what would help."""

    reason: str
    message: str
    remedy: str


_OCR = "run optical character recognition (OCR) over the file and read the result"


def covered(pictures: Sequence[Box], frame: Frame) -> float:
    """Share of a page that its pictures cover, 0-1; strips of one scan add up."""
    area = frame.width * frame.height or 1.0
    return min(1.0, sum(_area(box, frame) for box in pictures) / area)


def _area(box: Box, frame: Frame) -> float:
    left, top, right, bottom = box
    width = min(right, frame.width) - max(left, 0.0)
    height = min(bottom, frame.height) - max(top, 0.0)
    return max(0.0, width) * max(0.0, height)


def empty_page(share: float, paths: int) -> Fault | None:
    """What a page without any text means; None where it is blank.

    Args:
        share: Of the page that pictures cover.
        paths: How many paths are drawn on it.
    """
    if share >= FULL_PAGE:
        return Fault("needs_ocr", "the page is a picture without a text layer", _OCR)
    if share >= _ANY_PICTURE:
        return Fault("no_text_layer", "the page holds a picture and no text", _OCR)
    if paths >= _MANY_PATHS:
        return Fault("no_text_layer", "the page is drawn without any text: its letters may be outlines", _OCR)
    return None


def only_watermark(characters: int, share: float, marked: bool) -> Fault | None:
    """What little text over a full-page picture means.

    Args:
        characters: Visible characters that are not the same on page after page.
        share: Of the page that pictures cover.
        marked: Whether other text was left out as a watermark, or what is left looks like one.
    """
    if share < FULL_PAGE or characters > _WATERMARK:
        return None
    if characters < FEW or marked:
        return Fault("needs_ocr", "the page is a picture; its only text is a watermark or a running line", _OCR)
    return Fault("needs_ocr", f"a picture fills the page; only the {characters} characters over it were read", _OCR)


def looks_like_watermark(lines: Sequence[Line], page: Page) -> bool:
    """Whether all lines are large or light, as stamps over a scan are. `native.LOCK` must be held."""
    return all(line.size >= 24 or _is_light(line, page) for line in lines)


def _is_light(line: Line, page: Page) -> bool:
    index = page.index[line.first] if page.index else line.first
    return min(native.text_colour(page.layer, index)) >= 0x80


def garbage(page: Page, suspected: bool) -> Fault | None:
    """What is wrong with the text of a page that no one can read. `native.LOCK` must be held.

    Args:
        page: The page.
        suspected: Whether some character is known to have no meaning in its font.
    """
    text = page.text
    visible = len(text) - text.count(" ") - 2 * text.count("\r\n")
    if visible <= 0:
        return None
    bad = len(_BAD.findall(text)) + sum(map(len, _CID.findall(text)))
    if suspected and not _reads_as_text(text):
        bad = max(bad, min(native.map_errors(page.layer, page.count), visible))
    if bad > _UNKNOWN_SHARE * visible and (bad >= _FEWEST_UNKNOWN or bad > visible / 2):
        return _nonsense("its fonts do not say which characters they show")
    middle = max(0, (len(text) - _GLANCE) // 2)
    glance = text[middle : middle + _GLANCE]
    if len(_USUAL.findall(glance)) < _USUAL_SHARE * len(glance):
        for looks_wrong, why in _LOOKS:
            if looks_wrong(text):
                return _nonsense(why)
    return None


def _nonsense(why: str) -> Fault:
    return Fault("garbage_text", f"the text layer is nonsense: {why}", f"the picture of the page is right: {_OCR}")


def _is_strange_han(text: str) -> bool:
    """Han without its commonest characters, and no kana or Hangul beside it: glyph numbers taken for characters."""
    han = len(_HAN.findall(text))
    if han < _ENOUGH_HAN or len(_COMMON_HAN.findall(text)) >= _COMMON_SHARE * han:
        return False
    return len(_KANA.findall(text)) < 0.1 * han


def _is_unspeakable(text: str) -> bool:
    """Latin words with hardly a vowel, or nearly all accented: codes shifted against their letters."""
    words = set(_LATIN_WORD.findall(text))
    latin = sum(map(len, words))
    if len(words) < _ENOUGH_WORDS or len(_HAN.findall(text)) * 3 > latin:
        return False
    together = " ".join(words)
    return (
        len(_VOWELS.findall(together)) < _FEWEST_VOWELS * latin
        or len(_ACCENTED.findall(together)) > _MOST_ACCENTED * latin
    )


def _reads_as_text(text: str) -> bool:
    """Whether a text of which the font says nothing was guessed well all the same: words, numbers, common Han."""
    visible = "".join(text.split())
    symbols = len(_SYMBOL.findall(visible))
    wrong = len(_ODD.findall(visible)) + max(0, symbols - round(_MOST_SYMBOLS * len(visible)))
    for word in _WORD.findall(text):
        plain = word.islower() or word.isupper() or word.istitle()
        if not plain or (len(word) > 3 and word.isascii() and not _VOWELS.search(word)):
            wrong += len(word)
    han = len(_HAN.findall(visible))
    if len(_COMMON_HAN.findall(visible)) < _COMMON_SHARE * han:
        wrong += han
    return wrong < _MOST_WRONG * len(visible)


def _is_mixture(text: str) -> bool:
    """Letters of many alphabets, none of them a mere quotation."""
    return sum(len(block.findall(text)) > 0.03 * len(text) for block in _BLOCKS) >= _MOST_BLOCKS


_LOOKS = (
    (_is_strange_han, "its Han characters are not those of any running text"),
    (_is_unspeakable, "its letters are not those of any language"),
    (_is_mixture, "it mixes the letters of many alphabets"),
)
