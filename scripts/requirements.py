"""Prints the requirements of dependency groups of pyproject.toml: `python scripts/requirements.py dev docs`."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1] / "pyproject.toml"

if __name__ == "__main__":
    groups = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["dependency-groups"]
    print("\n".join(requirement for name in sys.argv[1:] for requirement in groups[name]))
