"""Finds cue words of the knowledge in a sentence: one compiled expression a kind and language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from sousveil.records import Document
from sousveil.script.characters import script_of
from sousveil.script.variants import simplified
from sousveil.vocabulary import CueSet

_BY_SCRIPT = {"han": ("zh",), "cyrillic": ("ru",), "arabic": ("ar", "ug")}
_LATIN = ("es", "pt", "fr", "id")
_REMEMBERED = 64
_GAP = re.compile(r"(?<=[\u3400-\u9fff])[ \t\u3000\r\n]+(?=[\u3400-\u9fff])")
_KIN = {"ms": "id"}
"""Malay in short texts is mostly Indonesian, and has most of its words."""
_BORDERS = {"zh": ("", ""), "ug": (r"(?<!\w)", ""), "ar": (r"(?<!\w)[وفبكل]{0,2}(?:ال)?", r"(?!\w)")}
"""Uyghur writes endings onto the word, Arabic particles before it."""


@dataclass(frozen=True, slots=True)
class CueHit:
    """A cue in a text: what it says, where it stands, the words."""

    says: str
    start: int
    end: int
    words: str


class CueFinder:
    """Finds the cues of one set; at one place the first in the file's order wins."""

    def __init__(self, cues: CueSet) -> None:
        self._says: dict[str, list[str]] = {}
        self._compiled: dict[str, re.Pattern[str]] = {}
        self._known: dict[tuple[str, tuple[str, ...]], list[CueHit]] = {}
        for lang in {lang for table in cues.cues.values() for lang in table}:
            says = [name for name, table in cues.cues.items() if lang in table]
            groups = [f"({'|'.join(_grouped(cues.cues[name][lang]))})" for name in says]
            border = _BORDERS.get(lang, (r"(?<!\w)", r"(?!\w)"))
            self._says[lang] = says
            self._compiled[lang] = re.compile(f"{border[0]}(?:{'|'.join(groups)}){border[1]}", re.IGNORECASE)

    def find(self, text: str, langs: tuple[str, ...]) -> list[CueHit]:
        """All cues of these languages in the text, by start; Chinese ones in either script.

        The last texts are remembered: every match of a sentence asks for the same ones.
        """
        known = self._known.get((text, langs))
        if known is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            known = self._known[text, langs] = self._found(text, langs)
        return list(known)

    def _found(self, text: str, langs: tuple[str, ...]) -> list[CueHit]:
        found = []
        for lang in langs:
            expression = self._compiled.get(lang)
            if expression is None:
                continue
            read, places = _joined(text) if lang == "zh" else (text, None)
            for match in expression.finditer(read):
                start, end = match.span()
                if places:
                    start, end = places[start], places[end - 1] + 1
                found.append(CueHit(self._says[lang][(match.lastindex or 1) - 1], start, end, text[start:end]))
        return sorted(found, key=lambda hit: (hit.start, -hit.end))

    def whole(self, text: str) -> str | None:
        """What the text says if it is a cue and nothing else; None otherwise."""
        for lang, expression in self._compiled.items():
            match = expression.fullmatch(simplified(text) if lang == "zh" else text)
            if match:
                return self._says[lang][(match.lastindex or 1) - 1]
        return None


def _joined(text: str) -> tuple[str, list[int] | None]:
    """Chinese in simplified characters, without blanks between them (不 得), and where each character stood."""
    read = simplified(text)
    if not _GAP.search(read):
        return read, None
    places: list[int] = []
    low = 0
    for gap in _GAP.finditer(read):
        places += range(low, gap.start())
        low = gap.end()
    places += range(low, len(read))
    return "".join(read[place] for place in places), places


def _grouped(expressions: list[str]) -> list[str]:
    return [f"(?:{expression})" for expression in expressions]


_finders: dict[int, tuple[CueSet, CueFinder]] = {}


def finder_of(cues: CueSet) -> CueFinder:
    """The compiled finder of a set, once a process."""
    known = _finders.get(id(cues))
    if known is None or known[0] is not cues:
        known = (cues, CueFinder(cues))
        _finders[id(cues)] = known
    return known[1]


def latin_languages(document: Document) -> tuple[str, ...]:
    """Which Latin-script languages the document is written in; English unless it is plainly another."""
    codes = tuple(_KIN.get(language.code, language.code.split("-")[0]) for language in document.languages)
    others = tuple(code for code in _LATIN if code in codes)
    return ("en", *others) if "en" in codes or not others else others


@lru_cache(maxsize=4096)
def languages_in(text: str, latin: tuple[str, ...]) -> tuple[str, ...]:
    """Language keys whose cues may stand in a text, by its scripts; `latin` are those of the document."""
    scripts = {script_of(character) for character in text}
    found = [lang for script, langs in _BY_SCRIPT.items() if script in scripts for lang in langs]
    return (*found, *(latin if "latin" in scripts else ()))
