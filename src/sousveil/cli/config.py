"""The settings file: where it is found, what it may say, and from which file and line each value comes.

A file is one flat table of TOML. Its keys are the names of the options of the commands, each good for every command
that has such an option; there is no second list of them here.
"""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import click

from sousveil.cli.targets import ReportPath, TargetType
from sousveil.errors import SettingsError

NAMES = (".sousveil.toml", "sousveil.toml", "pyproject.toml")
"""In this order of precedence within a folder; of ``pyproject.toml`` the table ``[tool.sousveil]``."""
NONE = "none"
"""Named as the file, it means that no settings file is used."""
_EXTEND = "extend"
_SECTION = "[tool.sousveil]"

Options = Mapping[str, click.Option]
"""Options by the name that users write, such as ``fail-on``."""


@dataclass(frozen=True, slots=True)
class Value:
    """What a settings file says of one option; paths are made relative to the current folder.

    Attributes:
        value: As `click` takes it.
        where: ``file:key``, as shown.
        line: In the file, from 1; None where it cannot be told.
    """

    value: Any
    where: str
    line: int | None

    @property
    def place(self) -> str:
        """The file, its line where known, and the key."""
        file, _, key = self.where.rpartition(":")
        return f"{file}:{self.line}: {key}" if self.line else f"{file}: {key}"


@dataclass(frozen=True, slots=True)
class Config:
    """All that the settings files say, the nearest file first.

    Attributes:
        files: As shown; empty where there is none.
        values: By name of the option's parameter, as `click` wants them.
    """

    files: tuple[str, ...] = ()
    values: Mapping[str, Value] = field(default_factory=dict)


def find(start: Path) -> tuple[Path, Path] | None:
    """The nearest settings file from a file or folder upwards, and the folder that its paths may not leave.

    The search ends at the root of the repository (a folder with ``.git``), at the home folder, or at the root. A file
    that nobody named must not write where it likes: its paths stay inside the repository, or its own folder, and it
    names no file for a report, which would take the place of one that is there.
    """
    for folder in _upwards(start):
        for name in NAMES:
            file = folder / name
            if file.is_file() and (name != "pyproject.toml" or _table(file, _text(file)) is not None):
                inside = next((above for above in (folder, *folder.parents) if (above / ".git").exists()), folder)
                return file, inside
    return None


def _upwards(start: Path) -> Iterator[Path]:
    start = Path(os.path.abspath(start))
    for folder in (start, *start.parents) if start.is_dir() else start.parents:
        yield folder
        if (folder / ".git").exists() or folder == Path.home():
            return


def read(file: Path, options: Options, inside: Path | None = None, above: tuple[Path, ...] = ()) -> Config:
    """Reads a settings file and those that it extends; what it says itself is stronger.

    Args:
        file: The file.
        options: All options that a key may name.
        inside: The folder that its paths may not leave; None for a file that the user named.
        above: The files that extend this one.

    Raises:
        SettingsError: The file is not there or not TOML, a key is unknown, a value has a wrong type, files extend one
            another in a circle.
    """
    file = Path(os.path.abspath(file))
    shown = _shown(file)
    if file in above:
        chain = " → ".join(map(_shown, (*above[above.index(file) :], file)))
        raise SettingsError(f"{shown}: the files extend one another in a circle: {chain}", "take one of them out")
    text = _text(file)
    table = dict(_table(file, text) or {})
    files, values = [shown], dict[str, Value]()
    bases = table.pop(_EXTEND, [])
    if not _is_list_of_text(bases):
        raise SettingsError(f"{shown}: {_EXTEND} must be a list of files", f'write {_EXTEND} = ["../base.toml"]')
    for base in bases:
        further = read(file.parent / base, options, inside, (*above, file))
        files += further.files
        values |= further.values
    for key, said in table.items():
        line = _line_of(text, key, file.name)
        option = _named(key, options, Value(None, f"{shown}:{key}", line))
        values[str(option.name)] = _checked(option, Value(said, f"{shown}:{key}", line), file.parent, inside)
    return Config(tuple(dict.fromkeys(files)), values)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SettingsError(f"{_shown(file)} cannot be read: {error.strerror}", "name another file, or none") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{_shown(file)} is not UTF-8", "save it as UTF-8") from None


def _table(file: Path, text: str) -> dict[str, Any] | None:
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise SettingsError(f"{_shown(file)} is not valid TOML: {error}") from None
    if file.name != "pyproject.toml":
        return table
    tool = table.get("tool")
    own = tool.get("sousveil") if isinstance(tool, dict) else None
    return own if isinstance(own, dict) else None


def _named(key: str, options: Options, said: Value) -> click.Option:
    name = key.replace("_", "-")
    if name in options:
        return options[name]
    near = difflib.get_close_matches(name, [*options, _EXTEND], 1, 0.6)
    remedy = f"did you mean {near[0]}?" if near else "the keys are the options of the commands"
    raise SettingsError(f"{said.place}: no option is called so", remedy)


def _checked(option: click.Option, said: Value, folder: Path, inside: Path | None) -> Value:
    """The value with the type that the option takes, its paths relative to the file that names them."""
    what, item = wanted(option)
    items = said.value if option.multiple else [said.value]
    if not isinstance(items, list) or not all(_is(item, one) for one in items):
        raise SettingsError(f"{said.place}: it must be {what}, not {said.value!r}", "see sousveil COMMAND --help")
    try:
        placed = [_beside(option.type, one, folder, inside) for one in items]
    except (ValueError, click.BadParameter) as error:
        raise SettingsError(f"{said.place}: {error}") from None
    return replace(said, value=placed if option.multiple else placed[0])


def wanted(option: click.Option) -> tuple[str, type]:
    """What an option takes, in words, and the Python type of one of it."""
    if option.is_flag:
        return "true or false", bool
    if isinstance(option.type, click.types.IntParamType):
        return "a whole number", int
    if isinstance(option.type, click.types.FloatParamType):
        return "a number", float
    return ("a list of texts", str) if option.multiple else ("a text", str)


def _is(wanted: type, value: object) -> bool:
    if isinstance(value, bool) or wanted is bool:
        return wanted is bool and isinstance(value, bool)
    return isinstance(value, (int, float) if wanted is float else wanted)


def _is_list_of_text(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _beside(kind: object, value: Any, folder: Path, inside: Path | None) -> Any:
    """A path, or the path of a report, taken from the folder of the settings file.

    Raises:
        ValueError: A file that nobody named says where to write a report, or names a place that is not for it.
    """
    if isinstance(kind, TargetType):
        target = kind.convert(value, None, None)
        return target if target.file is None else replace(target, file=_written(target.file, folder, inside))
    if isinstance(kind, ReportPath):
        return str(_written(Path(value), folder, inside))
    if isinstance(kind, click.Path) and value != "-":
        return str(_placed(Path(value), folder, inside))
    return value


def _written(path: Path, folder: Path, inside: Path | None) -> Path:
    if inside is not None:
        raise ValueError(f"{path} would be written; only a file that is named with --config may say so")
    return _placed(path, folder, inside)


def _placed(path: Path, folder: Path, inside: Path | None) -> Path:
    there = Path(os.path.normpath(folder / path))
    if inside is not None:
        real, top = there.resolve(), inside.resolve()
        if not real.is_relative_to(top):
            raise ValueError(f"{path} lies outside {_shown(inside)}; a file that is named with --config may say so")
        if ".git" in (part.casefold() for part in real.relative_to(top).parts):
            raise ValueError(f"{path} lies in the folder of git; a file that is named with --config may say so")
    here = Path.cwd()
    return there.relative_to(here) if there.is_relative_to(here) else there


def _shown(file: Path) -> str:
    """A file as people see it: from the current folder where it is below, else with as many steps up as it takes."""
    try:
        return Path(os.path.relpath(file)).as_posix()
    except ValueError:  # another drive
        return file.as_posix()


def _line_of(text: str, key: str, name: str) -> int | None:
    start = max(0, text.find(_SECTION)) if name == "pyproject.toml" else 0
    found = re.compile(rf"^[ \t]*[\"']?{re.escape(key)}[\"']?[ \t]*(?:=|\.)", re.MULTILINE).search(text, start)
    return text.count("\n", 0, found.start()) + 1 if found else None
