"""A command whose options also come from the environment and a settings file: flag, environment, file, default."""

from __future__ import annotations

import difflib
import json
import os
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from sousveil.cli import config
from sousveil.errors import SettingsError

_META = "sousveil.config"
_VARIABLE = "SOUSVEIL_CONFIG"


class Configured(click.Command):
    """A command that reads the settings file.

    Args:
        target: Name of the argument whose first path the search for the file starts from; without one, and where
            nothing is named, it starts from the current folder.
        apart: Names of options that mean something else here than a key of the file does, such as a mode.
    """

    def __init__(self, *args: Any, target: str = "", apart: Collection[str] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self._target = target
        self.apart = {"config", "print-config", *apart}
        self.params += [
            click.Option(["--config"], metavar="FILE", envvar=_VARIABLE, allow_from_autoenv=False, expose_value=False,
                         help="Settings file; none for no file at all. Default: the nearest .sousveil.toml, "
                         "sousveil.toml or pyproject.toml with [tool.sousveil], from the first PATH upwards."),
            click.Option(["--print-config"], is_flag=True, allow_from_autoenv=False, expose_value=False,
                         help="Print what holds, and where each value comes from, as a settings file; do nothing."),
        ]  # fmt: skip

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Reads the settings file before the options, because it may say what they are."""
        told = dict(self.make_parser(ctx).parse_args(args=list(args))[0])
        asks = self.get_help_option(ctx)
        held = config.Config() if asks and told.get(str(asks.name)) else self._config(ctx, told)
        ctx.meta[_META] = held, bool(told.get("print_config"))
        self._name_variables(ctx)
        own = {str(option.name) for option in options(self)}
        ctx.default_map = {name: value.value for name, value in held.values.items() if name in own}
        try:
            return super().parse_args(ctx, args)
        except click.BadParameter as error:
            name = str(error.param.name) if error.param else ""
            if ctx.get_parameter_source(name) is not ParameterSource.DEFAULT_MAP:
                raise
            raise SettingsError(f"{held.values[name].place}: {error.message}") from error

    def _name_variables(self, ctx: click.Context) -> None:
        """Names the variable of each option as users write the option, and tells of those that name none."""
        own = [one for one in self.params if isinstance(one, click.Option) and one.allow_from_autoenv]
        for option in own:
            option.envvar = option.envvar or f"{ctx.auto_envvar_prefix}_{name_of(option).upper().replace('-', '_')}"
        known = [str(option.envvar) for option in own]
        for name in sorted(os.environ):
            if name.startswith(f"{ctx.auto_envvar_prefix}_") and name not in known:
                near = difflib.get_close_matches(name, known, 1)
                remedy = f"; did you mean {near[0]}?" if near else ""
                click.echo(f"warning: no option is set by {name}{remedy}", err=True)

    def _config(self, ctx: click.Context, told: dict[str, Any]) -> config.Config:
        named = told.get("config") or os.environ.get(_VARIABLE)
        if named == config.NONE:
            return config.Config()
        if named:
            return config.read(Path(named), options_of(ctx))
        found = config.find(self._start(told))
        return config.read(found[0], options_of(ctx), found[1]) if found else config.Config()

    def _start(self, told: dict[str, Any]) -> Path:
        paths = told.get(self._target)
        first = paths if isinstance(paths, str) else next(iter(paths), None) if isinstance(paths, Sequence) else None
        return Path(first) if first and os.path.exists(first) else Path.cwd()

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the command, or tells what it would run with."""
        held, only_shown = ctx.meta[_META]
        if only_shown:
            click.echo("\n".join(_lines(ctx, held)))
            return 0
        if held.files:
            click.echo(f"settings: {', '.join(held.files)}", err=True)
        return super().invoke(ctx)


def options_of(ctx: click.Context) -> dict[str, click.Option]:
    """Every option that a settings file may set: those of all commands, this command's own before the others'."""
    found: dict[str, click.Option] = {}
    for command in (*_commands(ctx.find_root().command, ctx), ctx.command):
        found |= {name_of(option): option for option in options(command)}
    return found


def name_of(option: click.Option) -> str:
    """An option as users write it in a settings file: its long name without the dashes."""
    return max(option.opts, key=len).removeprefix("--")


def options(command: click.Command) -> list[click.Option]:
    """The options of a command that a settings file may set; none if it does not read one."""
    if not isinstance(command, Configured):
        return []
    return [one for one in command.params if isinstance(one, click.Option) and name_of(one) not in command.apart]


def _commands(command: click.Command, ctx: click.Context) -> Iterator[click.Command]:
    yield command
    if isinstance(command, click.Group):
        for name in command.list_commands(ctx):
            inner = command.get_command(ctx, name)
            if inner is not None:
                yield from _commands(inner, ctx)


def _lines(ctx: click.Context, held: config.Config) -> Iterator[str]:
    yield f"# {ctx.command_path}; settings file: {', '.join(held.files) or 'none'}"
    for option in options(ctx.command):
        key, value = name_of(option), ctx.params[str(option.name)]
        if value is None:
            yield f"# {key} is not set"
        else:
            yield f"{key} = {_toml(value)}  # {_origin(ctx, option, held)}"


def _origin(ctx: click.Context, option: click.Option, held: config.Config) -> str:
    name = str(option.name)
    source = ctx.get_parameter_source(name)
    if source is ParameterSource.COMMANDLINE:
        return "flag"
    if source is ParameterSource.ENVIRONMENT:
        return f"environment: {option.envvar}"
    return held.values[name].where if source is ParameterSource.DEFAULT_MAP else "default"


def _toml(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, (bool, int, float)):
        return str(value).lower()
    return json.dumps(str(value), ensure_ascii=False)
