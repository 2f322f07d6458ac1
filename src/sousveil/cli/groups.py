"""A group whose commands are imported when they are called, and listed under headings."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, cast

import click


class Lazy(click.Group):
    """A group of commands known by name, heading and place.

    Args:
        commands_at: Name to heading and ``module:attribute``.
    """

    def __init__(self, *args: Any, commands_at: Mapping[str, tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self._at = commands_at

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of the headings."""
        return list(self._at)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now."""
        if cmd_name not in self._at:
            return None
        module, _, attribute = self._at[cmd_name][1].partition(":")
        return cast(click.Command, getattr(import_module(module), attribute))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Lists the commands under their headings."""
        for heading in dict.fromkeys(heading for heading, _ in self._at.values()):
            rows = []
            for name, (its, _) in self._at.items():
                command = self.get_command(ctx, name) if its == heading else None
                if command is not None:
                    rows.append((name, command.get_short_help_str(limit=90)))
            with formatter.section(heading):
                formatter.write_dl(rows)
