"""Writes down what a process reaches for: loaded by Python itself in every process that finds it on its path."""

from __future__ import annotations

import os
import sys

_FOLDER = os.environ.get("SOUSVEIL_WATCH")
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CHANGES = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod",
            "shutil.rmtree", "shutil.move"}  # fmt: skip
_STARTS = {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.startfile", "webbrowser.open"}
_REACHES = {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "urllib.Request"}


def _hook(event: str, args: tuple[object, ...]) -> None:
    deed = ""
    if event == "open" and isinstance(args[2], int) and args[2] & _WRITING:
        deed = f"write {_place(args[0])}"
    elif event in _CHANGES:
        deed = f"change {_place(args[0], args[-1])}"
    elif event in _STARTS:
        deed = f"start {args[0]}"
    elif event in _REACHES and not (event == "socket.connect" and isinstance(args[1], str | bytes)):
        deed = f"reach {event} {args[-1]}"
    if deed:
        os.write(_OUT, deed.replace("\n", "?").encode(errors="replace") + b"\n")


def _place(path: object, folder: object = -1) -> object:
    """The whole path of what is named from the working folder, or from a folder held open."""
    if not isinstance(path, str):
        return path
    if isinstance(folder, int) and folder > 2 and not os.path.isabs(path):
        return os.path.join(os.readlink(f"/proc/self/fd/{folder}"), path)
    return os.path.abspath(path)


if _FOLDER:
    _OUT = os.open(os.path.join(_FOLDER, str(os.getpid())), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    sys.addaudithook(_hook)
