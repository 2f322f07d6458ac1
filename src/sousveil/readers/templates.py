"""Reads templates of pages: the fields of their forms with labels and values, every other line as it stands."""

from __future__ import annotations

import re
from dataclasses import replace

from sousveil.readers.building import DocumentBuilder
from sousveil.readers.code.grammar import grammar_of
from sousveil.readers.code.outline import declarations
from sousveil.readers.declared import Declared, add_declared
from sousveil.readers.forms import forms
from sousveil.readers.text import encoding_facts, extraction_of, garbage, opened_text, read_as_lines
from sousveil.records import Reading, Source
from sousveil.registry import Format
from sousveil.settings import Settings

_LARGEST = 4 * 1024**2
_SCRIPT = re.compile(r"<script\b[^>]*+>(.*?)</script\s*>", re.IGNORECASE | re.DOTALL)
_VUE = "text/x-vue"


class TemplateReader:
    """Reads templates; nothing is filled in, no script is run."""

    media_types: tuple[str, ...] = ("text/x-template", _VUE)
    formats = (
        Format("Templates of pages: Razor, JSP, Vue, Svelte, ERB, Twig and others",
               "fields of forms with labels and the values that they offer; the script of a Vue or Svelte file as "
               "TypeScript; all other lines", "a field with its label; another line", "line and column",
               "what a program fills in; templates over 4 MiB are read as lines"),
    )  # fmt: skip

    def read(self, source: Source, data: bytes, settings: Settings) -> Reading:
        """Reads one file.

        Raises:
            Unreadable: ``empty``: there is no visible character in it.
        """
        kind, decoded, text = opened_text(source, data)
        if len(data) > _LARGEST:
            return read_as_lines(source, data, kind, decoded, "it is larger than a template that somebody wrote")
        builder = DocumentBuilder(extraction_of(decoded))
        add_declared(builder, text, _declared(text, kind))
        document = builder.finish(source, data, kind, metadata=encoding_facts(decoded))
        return Reading(document, tuple(garbage(source, decoded, document.sha256)))


def _declared(text: str, kind: str) -> list[Declared]:
    found = forms(text)
    script = _SCRIPT.search(text) if kind == _VUE else None
    if script is None:
        return found
    blanked = re.sub(r"[^\n]", " ", text[: script.start(1)]) + script[1]
    shift = len(found)
    scripted = declarations(blanked, grammar_of("text/x-typescript"))
    return [*found, *(replace(one, owner=None if one.owner is None else one.owner + shift) for one in scripted)]
