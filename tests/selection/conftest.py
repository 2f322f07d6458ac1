"""Made-up papers, read and judged by the program itself, in a case on disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import pytest

from sousveil.examine import examine
from sousveil.records import Source
from sousveil.settings import Settings
from sousveil.stores.case import CaseStore
from sousveil.stores.view import View
from sousveil.vocabulary import load_knowledge

Kept = Callable[[Mapping[str, str]], View]


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    """Examines texts by their names and opens the run that holds them."""
    knowledge = load_knowledge()
    numbers = count()
    with ExitStack() as views:

        def keep(texts: Mapping[str, str]) -> View:
            case = tmp_path / f"{next(numbers)}.case"
            with CaseStore().open_writer(case, keeps_originals=False) as writer:
                writer.begin(["papers"], knowledge.digest)
                for uri, text in sorted(texts.items()):
                    source = Source(uri=uri, name=uri.rsplit("/", 1)[-1], data=text.encode())
                    if not writer.known(source):
                        writer.put(source, examine(source, knowledge, Settings()))
                writer.finish()
            return views.enter_context(CaseStore().open_view(case))

        yield keep


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str, str], Path]:
    """Writes a file beside the case."""

    def write(name: str, text: str) -> Path:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path / name

    return write
