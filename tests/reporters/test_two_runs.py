"""Two runs over the same input give the same bytes in every form: with other workers, from another folder, later."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from sousveil.registry import names

SOUSVEIL = str(Path(sys.executable).with_name("sousveil"))


def _reports(corpus: Path, out: Path, engine: str, folder: Path) -> dict[str, bytes]:
    out.mkdir()
    targets = [word for form in names("reporters") for word in ("--format", f"{form}={out / form}")]
    environment = os.environ | {"SOUSVEIL_CACHE": str(out / "cache"), "TZ": "Asia/Urumqi", "COLUMNS": "90"}
    command = [SOUSVEIL, "scan", os.path.relpath(corpus, folder), "--engine", engine, "--exit-zero", *targets]
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    return {form: (out / form).read_bytes() for form in names("reporters")}


def test_two_runs_give_the_same_bytes_in_every_form(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for number in range(6):
        (corpus / f"tender{number}.txt").write_text("★3.1 系统应支持按民族、肤色检索人员。\n", encoding="utf-8")
    (corpus / "scan.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (corpus / "torn.pdf").write_bytes(b"%PDF-1.7\n")
    first = _reports(corpus, tmp_path / "first", "local:1", tmp_path)
    second = _reports(corpus, tmp_path / "second", "local:2", corpus)
    assert [form for form in first if first[form] != second[form]] == []
