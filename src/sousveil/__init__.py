"""Sousveil reads the paperwork of surveillance. For guests only: nothing inside imports this module.

The verbs of the river are loaded on first use, so that importing the package costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from sousveil.version import __version__

if TYPE_CHECKING:
    from sousveil.api import Scan, load_knowledge, report, scan, select, verdict, view
    from sousveil.settings import Settings

_HOMES = dict.fromkeys(("Scan", "load_knowledge", "report", "scan", "select", "verdict", "view"), "sousveil.api")
_HOMES["Settings"] = "sousveil.settings"

__all__ = ["Scan", "Settings", "__version__", "load_knowledge", "report", "scan", "select", "verdict", "view"]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'sousveil' has no attribute {name!r}")
