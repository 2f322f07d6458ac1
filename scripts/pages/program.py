"""Pages on the program: commands, settings, formats, exit codes, from what is registered and declared."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import click

from pages.markdown import first_words, opening, parts, sphinxless, table, words
from sousveil import registry
from sousveil.cli import INTERNAL, USAGE
from sousveil.settings import Settings

WIDTH = 100
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
    return opening("Commands", "As `--help` prints them.") + "".join(_helps(group, None, 2))


def _helps(command: click.Command, parent: click.Context | None, level: int) -> Iterator[str]:
    context = click.Context(
        command, parent, command.name, terminal_width=WIDTH, max_content_width=WIDTH, **command.context_settings
    )
    shown = click.unstyle(command.get_help(context)).strip()
    yield f"{'#' * level} {context.command_path}\n\n```text\n{shown}\n```\n\n"
    if isinstance(command, click.Group):
        for inner in command.list_commands(context):
            found = command.get_command(context, inner)
            if found is not None:
                yield from _helps(found, context, level + 1)


def exit_codes() -> str:
    """The exit codes of the command line."""
    text = opening(
        "Exit codes",
        """What `scan` returns. Where there are findings and something could not be checked, the code is 1.
        `--exit-zero` makes it 0 whatever was found, `--allow-incomplete` takes 3 away. Clues never count.""",
    )
    rows = [
        ("0", "nothing at or above `--fail-on`, and everything could be checked"),
        ("1", "findings at or above `--fail-on` (default: high)"),
        (
            str(USAGE),
            "a wrong option, path, setting, case or rule; also when `rules lint` or `rules test` find a fault",
        ),
        ("3", "not everything could be checked: see the [gaps](gaps.md)"),
        (str(INTERNAL), "a fault of the program"),
        ("130", "broken off with Ctrl-C; the next scan goes on where it was"),
    ]
    return text + table(("code", "meaning"), rows)


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
        options of [`scan`](commands.md) fill it, and every option also comes from the environment: `--fail-on` from
        `SOUSVEIL_SCAN_FAIL_ON`.""",
    )
    return text + table(("setting", "type", "default", "what"), rows)


def _default(field: dataclasses.Field[object]) -> str:
    value = field.default
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def formats() -> str:
    """Every format with what is read of it, then everything behind the one door: readers, reports, stores, engines."""
    text = opening(
        "Formats",
        """What is read of a file, what becomes a passage (the unit that is searched and quoted), what place a finding
        gets, and what is not read. Text that somebody who opens the file does not see (white, off the page, deleted,
        a comment) is read, and its findings say so. The type is sniffed from the bytes; the file's name is a hint.""",
    )
    text += _format_table()
    text += """## What is installed

Readers, detectors, reports, stores and engines are entry points of the package, ours like those of other packages: what
is installed beside Sousveil is used without a change.

"""
    for kind in registry.KINDS:
        names = registry.names(kind)
        if names:
            title, said = MEANS[kind]
            text += f"### {title}\n\n{said}\n\n" + table(("name", "what", *_more(kind)), (_row(kind, n) for n in names))
    return text


def _format_table() -> str:
    told = [told for name in registry.names("readers") for told in registry.load("readers", name).formats]
    rows = [(told.name, told.reads, told.passage, told.place, told.unread) for told in told]
    heads = ("format", "what is read", "a passage is", "a finding's place", "not read")
    return table(heads, sorted(rows, key=lambda row: row[0].casefold()))


def _more(kind: str) -> tuple[str, ...]:
    return ("types",) if kind == "readers" else ()


def _row(kind: str, name: str) -> tuple[str, ...]:
    thing = registry.load(kind, name)
    about = sphinxless(" ".join(first_words(type(thing)).split("\n\n")[0].split()))
    types = (", ".join(f"`{media}`" for media in thing.media_types),) if kind == "readers" else ()
    return f"`{name}`", about, *types
