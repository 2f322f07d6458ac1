"""Pages on the program: commands, settings, formats, exit codes, from what is registered and declared."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterator

import click

from pages.markdown import first_words, opening, parts, prose, sphinxless, table, words
from sousveil import registry
from sousveil.settings import Settings

MEANS = {
    "readers": ("Readers", "What can be read. The type is sniffed from the bytes; the file's name is a hint."),
    "detectors": ("Detectors", "What looks for attributes in a document."),
    "reporters": ("Reports", "What can be written, as `--format NAME` to the terminal or `--format NAME=FILE`."),
    "stores": ("Stores", "Where a case lives."),
    "engines": ("Engines", "What runs the work, named by a URI: `--engine local:4`."),
    "linkers": ("Linkers", "What looks for standards, tenders and organisations."),
}


def commands(group: click.Group) -> str:
    """Every command as its own `--help` tells it."""
    os.environ.pop("COLUMNS", None)
    return opening("Commands", "As `--help` prints them.") + "".join(_helps(group, "sousveil", 2))


def _helps(command: click.Command, name: str, level: int) -> Iterator[str]:
    context = click.Context(command, info_name=name, terminal_width=100, max_content_width=100, color=False)
    yield f"{'#' * level} {name}\n\n```text\n{click.unstyle(command.get_help(context)).strip()}\n```\n\n"
    if isinstance(command, click.Group):
        for inner in command.list_commands(context):
            found = command.get_command(context, inner)
            if found is not None and not found.hidden:
                yield from _helps(found, f"{name} {inner}", level + 1)


def settings() -> str:
    """Every setting with its default."""
    said = parts(Settings)
    rows = [
        (f"`{field.name}`", words(str(field.type)), words(_default(field)), sphinxless(said[field.name]))
        for field in dataclasses.fields(Settings)
    ]
    text = opening(
        "Settings",
        """One frozen object, `sousveil.settings.Settings`, holds what a run may be told. On the command line the
        options of [`scan`](commands.md) fill it.""",
    )
    return text + table(("setting", "type", "default", "what"), rows)


def _default(field: dataclasses.Field[object]) -> str:
    value = field.default
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def formats() -> str:
    """Everything behind the one door: readers, reports, stores, engines."""
    text = opening(
        "Readers and reports",
        """Readers, detectors, reports, stores and engines are entry points of the package, ours like those of other
        packages: what is installed beside Sousveil is used without a change.""",
    )
    for kind in registry.KINDS:
        names = registry.names(kind)
        if names:
            title, said = MEANS[kind]
            text += f"## {title}\n\n{said}\n\n" + table(("name", "what", *_more(kind)), (_row(kind, n) for n in names))
    return text


def _more(kind: str) -> tuple[str, ...]:
    return ("types",) if kind == "readers" else ()


def _row(kind: str, name: str) -> tuple[str, ...]:
    thing = registry.load(kind, name)
    about = prose(first_words(type(thing)).split("\n\n")[0])
    types = (", ".join(f"`{media}`" for media in thing.media_types),) if kind == "readers" else ()
    return f"`{name}`", about, *types
