"""Pages on what decides requirement, use and confidence, and on what is masked, from `data/`."""

from __future__ import annotations

from pages.markdown import folded, opening, parts, prose, table, words
from sousveil.reporters.words import LANGUAGES
from sousveil.vocabulary import Confidence, CueSet, Knowledge


def confidence(knowledge: Knowledge) -> str:
    """Shares and thresholds."""
    shares, said = knowledge.confidence, parts(Confidence)
    rows = []
    for name in ("term", "person_context", "structure", "language"):
        rows += [(f"`{name}`", f"`{case}`", f"{share:+.2f}") for case, share in getattr(shares, name).items()]
    rows.append(("`extraction`", prose(said["ocr"]), f"{shares.ocr:+.2f}"))
    text = opening(
        "Shares of the confidence",
        f"""The shares add up, to {shares.ceiling} at most. A finding needs {shares.finding:.2f} and a person in its
        context, a clue {shares.clue:.2f}; what has less is set aside.
        [How the confidence is made](../explanation/confidence.md).""",
    )
    return text + table(("part", "case", "share"), rows)


def cues(knowledge: Knowledge) -> str:
    """The words that decide, as regular expressions."""
    text = opening(
        "Deciding words",
        """Regular expressions, by what they say and by language. The words that decided a finding stand in its `cues`,
        with their place.""",
    )
    return text + "".join(_cue_set(cue_set) for cue_set in knowledge.cues.values())


def masks(knowledge: Knowledge) -> str:
    """What is never shown."""
    text = opening(
        "Masks",
        """Names, telephone numbers, e-mail addresses and identity numbers of natural persons are recognised for one
        purpose: they are shown as █, with their length, in everything that is shown, stored in tables or exported. The
        tables of a case hold the masked words only.""",
    )
    for name, mask in knowledge.masks.items():
        text += f"## {name}\n\n{prose(mask.description)} Shown as: {prose(mask.reason)}.\n\n"
        for lang, found in mask.cues.items():
            text += folded(f"Cues, {_language(lang)} ({len(found)})", ", ".join(words(cue, lang) for cue in found))
        text += "".join(f"- {prose(title)}: {words(pattern)}\n" for title, pattern in mask.patterns.items()) + "\n"
    return text


def _cue_set(cue_set: CueSet) -> str:
    text = f"## {cue_set.kind}\n\n{prose(cue_set.description)}\n\n"
    for says, languages in cue_set.cues.items():
        lines = [
            f"- {_language(lang)}: {', '.join(words(pattern, lang) for pattern in patterns)}"
            for lang, patterns in languages.items()
        ]
        text += folded(says, "\n".join(lines))
    return text


def _language(code: str) -> str:
    return LANGUAGES.get(code, code)
