"""Tells where a document speaks a language that no rule has a word of: what it says there is not checked."""

from __future__ import annotations

from collections.abc import Iterator

from sousveil.records import Document, Gap, Language
from sousveil.script.language import LANGUAGES, prose_share, without_script
from sousveil.vocabulary import Knowledge

_SHARE = 0.3
"""Of all letters, those of code and codes among them."""
_LETTERS = 200
"""Fewer are too few to be sure, and too few to hold a requirement."""


def unchecked_languages(document: Document, knowledge: Knowledge) -> Iterator[Gap]:
    """A gap for each language that much of a document is written in and no rule has a word of."""
    foreign = [language for language in document.languages if _is_foreign(language, knowledge)]
    if not foreign:
        return
    prose = prose_share(document.text)
    letters = sum(map(str.isalpha, document.text))
    for language in foreign:
        share = language.share * prose
        if share >= _SHARE and share * letters >= _LETTERS:
            name = LANGUAGES.get(language.code) or LANGUAGES.get(without_script(language.code))
            yield Gap(
                uri=document.uri, reason="unsupported_language", sha256=document.sha256,
                message=f"about {share:.0%} of it is in {f'{name} ({language.code})' if name else language.code}, "
                "of which no rule has a word",
                remedy="have it read by somebody who knows the language, or add words to the rules with --rules-dir",
            )  # fmt: skip


def _is_foreign(language: Language, knowledge: Knowledge) -> bool:
    return language.share >= _SHARE and without_script(language.code) not in knowledge.languages
