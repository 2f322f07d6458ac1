"""Fonts of the PDF report: those of two packages, so that a page looks alike on every machine, and no silent boxes.

What these fonts lack (Tibetan, rare Han) is looked for among the fonts of the system, by the name of the script; what
is nowhere is told in the report instead of being printed as empty boxes.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sousveil.errors import UsageError

PACKAGES = ("manimgx_fonts", "manimgx_fonts_cjk")
_ENDINGS = (".ttf", ".otf", ".ttc", ".otc")
_NEVER_DRAWN = ("Cf", "Mn", "Me", "Zs", "Zl", "Zp", "Cc")
MOST_SYSTEM_FONTS = 12


@dataclass(frozen=True, slots=True)
class Supply:
    """Font files that together draw a text.

    Attributes:
        files: Beside those of the packages: fonts of the system.
        missing: Characters that no font draws, sorted.
    """

    files: tuple[Path, ...]
    missing: str


def folders() -> list[str]:
    """The folders of the font packages.

    Raises:
        UsageError: They are not installed.
    """
    found = [spec.origin for spec in map(find_spec, PACKAGES) if spec and spec.origin]
    if len(found) < len(PACKAGES) or not find_spec("typst") or not find_spec("fontTools"):
        raise UsageError(
            "the PDF report needs further packages",
            "pip install 'sousveil[pdf]', then: sousveil report --format pdf=FILE",
        )
    return [os.path.dirname(origin) for origin in found]


def supply(characters: Iterable[str]) -> Supply:
    """What is needed to draw these characters."""
    wanted = {sign for sign in characters if unicodedata.category(sign) not in _NEVER_DRAWN}
    own = [path for folder in folders() for path in sorted(Path(folder).iterdir()) if path.suffix in _ENDINGS]
    for path in own:
        wanted = {sign for sign in wanted if ord(sign) not in _drawn(path)}
        if not wanted:
            return Supply((), "")
    files: list[Path] = []
    for path in _of_system(frozenset(map(_script, wanted))):
        left = {sign for sign in wanted if ord(sign) not in _drawn(path)}
        if len(left) < len(wanted):
            files.append(path)
            wanted = left
        if not wanted or len(files) >= MOST_SYSTEM_FONTS:
            break
    return Supply(tuple(files), "".join(sorted(wanted)))


def _script(sign: str) -> str:
    """The first word of a character's name, which for letters is the script: ``tibetan``, ``mongolian``, ``cjk``."""
    return unicodedata.name(sign, "unknown").split()[0].split("-")[0].lower()


def _of_system(scripts: frozenset[str]) -> list[Path]:
    """Upright fonts of the system with the name of one of the scripts in theirs, sorted."""
    import typst

    fonts: Any = typst.Fonts(include_system_fonts=True, include_embedded_fonts=False)
    names = {
        (font.family, font.path) for font in fonts.fonts()
        if font.path and font.style.lower() == "normal" and font.weight == 400
        and any(script in font.family.lower() for script in scripts)
    }  # fmt: skip
    return [Path(path) for _, path in sorted(names)]


@cache
def _drawn(path: Path) -> frozenset[int]:
    """The code points that a font file has shapes for; none where it cannot be read."""
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with TTFont(path, fontNumber=0, lazy=True) as font:
            return frozenset(font.getBestCmap() or ())
    except (OSError, TTLibError):
        return frozenset()
