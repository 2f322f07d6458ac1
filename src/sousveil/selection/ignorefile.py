"""The ignore file: single findings set aside by fingerprint, each with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml

from sousveil.errors import UsageError
from sousveil.selection.choice import named
from sousveil.selection.entries import Entry, entry, read_text
from sousveil.vocabulary import Knowledge

NAME = ".sousveil-ignore.yaml"
_KEYS = {key: key for key in ("fingerprint", "rule", "path", "reason", "owner", "expires")}
_NEEDED = ("fingerprint", "reason")
_Loader = yaml.SafeLoader
"""Not the one in C, whose stack overflows on a file that nests too deeply: the file may be a stranger's."""


def nearest(folder: Path) -> Path | None:
    """The ignore file of a folder, or the nearest above it within the same repository; None where there is none."""
    folder = folder.resolve()
    above = [folder, *folder.parents]
    tops = [number for number, place in enumerate(above) if (place / ".git").exists()]
    within = above[: tops[0] + 1] if tops else above[:1]
    return next((place / NAME for place in within if (place / NAME).is_file()), None)


def read_ignores(path: Path, knowledge: Knowledge) -> tuple[Entry, ...]:
    """The entries of an ignore file, in their order.

    Args:
        path: The file.
        knowledge: Tells the rules that entries name.

    Raises:
        UsageError: With file and line: it is no list of entries, a key or rule is unknown, a reason is missing.
    """
    try:
        root = yaml.compose(read_text(path), Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{path}:{mark.line + 1}" if mark else str(path)
        raise UsageError(f"{place}: not valid YAML", "check indentation and quotes") from error
    except RecursionError as error:
        raise UsageError(f"{path}: nested too deeply", "it is a list of entries") from error
    if root is None:
        return ()
    if not isinstance(root, yaml.SequenceNode):
        raise UsageError(f"{path}:{root.start_mark.line + 1}: not a list", "begin every entry with '- fingerprint: '")
    entries = tuple(_entries(root, path))
    for held in entries:
        _check_rule(held, path, knowledge)
    return entries


def _check_rule(held: Entry, path: Path, knowledge: Knowledge) -> None:
    """An entry holds by its fingerprint; a rule that is none tells of a fingerprint that may be another's."""
    try:
        named([held.rule] if held.rule else [], knowledge)
    except UsageError as error:
        raise UsageError(f"{path}:{held.line}: {error.message}", error.remedy) from None


def _entries(root: yaml.SequenceNode, path: Path) -> Iterator[Entry]:
    for node in root.value:
        line = node.start_mark.line + 1
        if not isinstance(node, yaml.MappingNode):
            raise UsageError(f"{path}:{line}: not an entry", "begin every entry with '- fingerprint: '")
        fields: dict[str, str] = {}
        for key, value in node.value:
            place = f"{path}:{key.start_mark.line + 1}"
            if not isinstance(key, yaml.ScalarNode) or not isinstance(value, yaml.ScalarNode):
                raise UsageError(f"{place}: a key holds one line of text", f"the keys are {', '.join(_KEYS)}")
            if key.value in fields:
                raise UsageError(f"{place}: {key.value} stands there twice", "remove one of them")
            fields[key.value] = value.value
        yield entry(fields, _KEYS, _NEEDED, f"{path}:{line}", line)
