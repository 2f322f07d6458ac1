"""The made-up examination is also run by processes of its own, so its folder stands on the module path."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture
def made_up(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(Path(__file__).parent)
    import made_up

    return made_up


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four documents, one of them without a finding, and a file that cannot be read."""
    corpus = tmp_path / "corpus"
    (corpus / "b").mkdir(parents=True)
    (corpus / "a.txt").write_text("采购人脸识别系统\n应支持民族、性别\n宜支持民族?\n")
    (corpus / "b" / "a.txt").write_text("人员属性包括民族\n")
    (corpus / "b" / "c.txt").write_text("摄像机支架\n")
    (corpus / "z.txt").write_text("民族\n民族\n")
    (corpus / "broken.txt").write_bytes(b"\xff\xfe\xfa")
    return corpus


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return tmp_path / "made-up.case"
