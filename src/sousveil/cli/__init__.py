"""The terminal's face: a thin skin of `api`. Commands are loaded when they are called: starting costs little."""

from __future__ import annotations

import errno
import os
import sys

import click

from sousveil.cli.groups import Lazy
from sousveil.errors import SousveilError
from sousveil.version import __version__

USAGE, INTERNAL = 2, 4
_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
"""What the system says where no more can be written."""

_COMMANDS = {
    "scan": ("The river", "sousveil.cli.scan:scan"),
    "report": ("The river", "sousveil.cli.report:report"),
    "explain": ("The river", "sousveil.cli.explain:explain"),
    "rules": ("What is known", "sousveil.cli.rules:rules"),
    "tables": ("The case", "sousveil.cli.tables:command"),
    "baseline": ("The engineer", "sousveil.cli.baseline:baseline"),
    "evaluate": ("The engineer", "sousveil.cli.evaluate:command"),
}


_CONTEXT = {"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "SOUSVEIL"}


@click.group(cls=Lazy, commands_at=_COMMANDS, context_settings=_CONTEXT)
@click.version_option(__version__, prog_name="sousveil")
def sousveil() -> None:
    """Reads the paperwork of surveillance and shows which sensitive attributes of people it specifies.

    Every finding comes with a quotation and its place. Nothing is sent anywhere; no face or person is analysed.

    Exit codes: 0 nothing at or above the threshold, 1 findings, 2 wrong usage or rules, 3 not everything could be
    checked, 4 a fault of the program.
    """


def main() -> None:
    """Runs the command and ends the process with its exit code."""
    try:
        code = sousveil.main(standalone_mode=False)
        sys.stdout.flush()  # here, where it can still be told that it failed
        sys.exit(code)
    except click.exceptions.Abort:
        _say("broken off")
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(USAGE)
    except SousveilError as error:
        _say(str(error))
        sys.exit(USAGE)
    except BrokenPipeError:
        _leave_output()
        sys.exit(0)
    except Exception as error:
        if os.environ.get("SOUSVEIL_DEBUG"):
            raise
        if isinstance(error, OSError) and error.errno in _FULL:
            _leave_output()
            _say(f"not everything could be written: {error.strerror}", "make room, or write elsewhere")
            sys.exit(USAGE)
        _say(
            f"a fault of the program: {type(error).__name__}: {error}",
            "set SOUSVEIL_DEBUG=1 to see where, and report it",
        )
        sys.exit(INTERNAL)


def _leave_output() -> None:
    """Lets the end of the process throw away what standard output no longer takes, in place of a fault of its own."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say(message: str, remedy: str = "") -> None:
    click.secho("sousveil: ", nl=False, fg="red", bold=True, err=True)
    click.echo(f"{message} ({remedy})" if remedy else message, err=True)


__all__ = ["main", "sousveil"]
