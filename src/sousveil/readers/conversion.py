"""Turns files of old formats into new ones with LibreOffice, in a folder, a profile and a process group of their own.

Macros are off, links are not followed, and where the system allows it the process has no network at all.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

from sousveil.errors import Unreadable
from sousveil.settings import Settings

_LONGEST = 180.0
_SHARE = 0.6
"""Of the time a source may take: the rest is for reading what came out."""
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse">
<value>3</value></prop><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse">
<value>2</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop>
<prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop>
<prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop>
<prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop>
<prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop>
<prop oor:name="ooInetNoProxy" oor:op="fuse"><value></value></prop></item>
</oor:items>
"""
"""Settings of LibreOffice: macros off, links neither followed nor asked about, a proxy that nobody answers at."""


_FILTERS = {"doc": "MS Word 97", "ppt": "MS PowerPoint 97"}
"""Named, so that LibreOffice does not read as plain text what is none of these."""


def office() -> str | None:
    """LibreOffice's program, if it is on the PATH."""
    return shutil.which("soffice") or shutil.which("libreoffice")


@cache
def version(program: str) -> str:
    """Name and version of LibreOffice, such as ``LibreOffice 7.4.7.2``."""
    with tempfile.TemporaryDirectory(prefix="sousveil-") as folder, suppress(OSError, subprocess.SubprocessError):
        done = subprocess.run(
            [program, "--version"],
            env=_environment(Path(folder)),
            capture_output=True,
            text=True,
            timeout=30,
            check=True,
        )
        return " ".join(done.stdout.split()[:2])
    return "LibreOffice"


def converted(program: str, data: bytes, old: str, new: str, settings: Settings) -> bytes:
    """The bytes of a file in another format.

    Args:
        program: As `office` found it.
        data: The file.
        old: Its extension, ``doc`` or ``ppt``.
        new: The extension of the format that is wanted, such as ``docx``.
        settings: Limits of time and size.

    Raises:
        Unreadable: ``timed_out``, ``too_large``, or ``damaged``: LibreOffice makes nothing of it.
    """
    with tempfile.TemporaryDirectory(prefix="sousveil-") as name:
        folder = Path(name)
        profile = folder / "profile" / "user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
        (folder / f"document.{old}").write_bytes(data)
        command = [
            *_without_network(), program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
            "--norestore", "--nolockcheck", f"--infilter={_FILTERS[old]}", "--convert-to", new, "--outdir",
            str(folder / "out"), str(folder / f"document.{old}"),
        ]  # fmt: skip
        _run(command, folder, min(_LONGEST, settings.time_limit * _SHARE))
        made = folder / "out" / f"document.{new}"
        if not made.is_file():
            raise Unreadable("damaged", "LibreOffice cannot open it", f"save it as {new.upper()} or PDF")
        if made.stat().st_size > settings.max_bytes:
            raise Unreadable("too_large", f"as {new.upper()} it is larger than the limit", "raise the limit max_bytes")
        return made.read_bytes()


def _run(command: list[str], folder: Path, seconds: float) -> None:
    """Runs a command to its end, or ends it with its children when its time is over."""
    try:
        process = subprocess.Popen(
            command, cwd=folder, env=_environment(folder), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
    except OSError as error:
        raise Unreadable(
            "crashed", f"LibreOffice cannot be started: {error.strerror}", "repair its installation"
        ) from None
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        raise Unreadable("timed_out", f"LibreOffice needs more than {seconds:.0f} seconds", "save it as PDF") from None
    finally:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _environment(folder: Path) -> dict[str, str]:
    """No proxy, no home, no display: nothing of the user's but where programs are found."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return {**kept, "HOME": str(folder), "TMPDIR": str(folder), "LC_ALL": "C.UTF-8", "SAL_USE_VCLPLUGIN": "svp"}


@cache
def _without_network() -> tuple[str, ...]:
    """What to put before a command so that it has no network; nothing where the system does not allow it."""
    prefix = ("unshare", "--map-root-user", "--net")
    try:
        done = subprocess.run([*prefix, "true"], capture_output=True, timeout=10, check=False)
    except (OSError, subprocess.SubprocessError):
        return ()
    return prefix if done.returncode == 0 else ()
