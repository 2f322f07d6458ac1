"""The examples are built the same way every time, and the golden file speaks of words that stand in them."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pypdfium2
import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT / "examples"
GOLDEN: dict[str, Any] = yaml.safe_load((ROOT / "tests/golden/examples.yaml").read_text(encoding="utf-8"))["documents"]


def _builder() -> Any:
    spec = importlib.util.spec_from_file_location("build_examples", ROOT / "scripts/build_examples.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _has_cjk_fonts() -> bool:
    listing = subprocess.run(["fc-list", ":lang=zh"], capture_output=True, text=True, check=False).stdout
    return "NotoSerifCJK" in listing and "NotoSansCJK" in listing


def _words(name: str, folder: Path = EXAMPLES) -> str:
    """All words of a document without blanks, taken out by libraries that the program does not read with."""
    path = folder / name
    if name.endswith(".pdf"):
        document = pypdfium2.PdfDocument(path)
        text = "".join(page.get_textpage().get_text_bounded() for page in document)
    elif name.endswith(".docx"):
        document = docx.Document(str(path))
        footnotes = next(part for part in document.part.package.iter_parts() if part.partname.endswith("footnotes.xml"))
        xml = document.element.xml + footnotes.blob.decode("utf-8")
        text = "".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", xml))
    elif name.endswith(".xlsx"):
        rows = (row for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows(values_only=True))
        text = "".join(str(value) for row in rows for value in row if value is not None)
    else:
        text = path.read_bytes().decode("gb18030" if name == "notice.html" else "utf-8")
        text = re.sub("<[^>]*>", "", text) if name.endswith(".html") else text
    return re.sub(r"\s", "", text)


def test_every_example_is_in_the_golden_file() -> None:
    assert {path.name for path in EXAMPLES.iterdir() if path.is_file()} == {*GOLDEN, "README.md"}


@pytest.mark.parametrize("name", GOLDEN)
def test_golden_words_stand_in_the_document(name: str) -> None:
    words, golden = _words(name), GOLDEN[name]
    wanted = [entry["in"] for entry in golden["must"]] + [entry["match"][0] for entry in golden["must"]]
    wanted += [entry["in"] for entry in golden.get("ignore", ()) if "in" in entry]
    wanted += [word for key in ("never", "masked", "readable", "unread") for word in golden.get(key, ())]
    wanted += [code for codes in golden.get("codes", {}).values() for code in codes]
    missing = [word for word in wanted if re.sub(r"\s", "", word) not in words]
    assert not missing


@pytest.mark.parametrize("name", GOLDEN)
def test_every_example_says_that_it_is_made_up(name: str) -> None:
    assert re.search("made-?upexample", _words(name), re.IGNORECASE)


def test_examples_are_built_the_same_every_time(tmp_path: Path) -> None:
    if not _has_cjk_fonts():
        pytest.skip("the example tender is typeset in Noto CJK: install fonts-noto-cjk")
    builder = _builder()
    first, second = builder.build(tmp_path / "a"), builder.build(tmp_path / "b")
    for one, other in zip(first, second, strict=True):
        assert one.read_bytes() == other.read_bytes(), one.name
        assert _words(one.name, tmp_path / "a") == _words(one.name), f"run {sys.executable} scripts/build_examples.py"
