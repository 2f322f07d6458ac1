"""The labelled passages, scanned by the real command: no figure may fall below what thresholds.yaml demands."""

from __future__ import annotations

import importlib
import os
import re
import subprocess
import sys
from argparse import Namespace
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from sousveil.desk.evaluate import evaluate, half, read_labels, read_report
from sousveil.vocabulary import load_knowledge

HERE = Path(__file__).parent
CORPUS = HERE / "blind"
PAGE = HERE.parents[1] / "docs" / "reference" / "accuracy.md"
DEMANDS = yaml.safe_load((HERE / "thresholds.yaml").read_text(encoding="utf-8"))
AT_MOST = {"turned", "traps"}


@pytest.fixture(scope="module")
def labels():
    return read_labels(CORPUS, load_knowledge().attributes.keys())


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SOUSVEIL_")}
    environment["SOUSVEIL_CACHE"] = str(folder / "cache")
    for words in (
        ("evaluate", CORPUS, "--write", "passages"),
        ("scan", "passages", "--format", "jsonl=found.jsonl", "--exit-zero"),
    ):
        done = subprocess.run(
            [sys.executable, "-m", "sousveil", *map(str, words), "--config", "none"],
            cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8",
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    return read_report(folder / "found.jsonl")


def part(labels, demand):
    chosen = [
        one for one in labels.documents
        if demand.get("half", half(one.id)) == half(one.id) and demand.get("language", one.language) == one.language
    ]  # fmt: skip
    return replace(labels, documents=tuple(chosen))


@pytest.mark.parametrize("demand", DEMANDS["parts"], ids=lambda one: f"{one['half']} {one.get('language', 'all')}")
def test_no_figure_falls(labels, report, demand):
    score = evaluate(part(labels, demand), report).headline
    fallen = []
    for name, wanted in demand["figures"].items():
        figure = getattr(score, name)
        if figure is None or (figure.value > wanted if name in AT_MOST else figure.value < wanted):
            fallen.append(f"{name} is {figure and round(figure.value, 3)}, not {wanted}")
    assert fallen == []


def test_the_corpus_is_as_large_and_as_hard_as_it_claims(labels):
    assert len(labels.documents) >= DEMANDS["passages"]
    traps = sum(len(one.traps) for one in labels.documents)
    marks = traps + sum(len(one.golds) for one in labels.documents)
    assert traps / marks >= DEMANDS["traps_among_marks"]
    assert {one.language for one in labels.documents} >= {"zh", "en", "ru", "es", "pt", "fr", "ar", "id", "ug"}
    uses = {use for one in labels.documents for gold in one.golds for use in gold.uses[:1]}
    assert uses >= {"collect", "classify", "search", "alert", "train", "evaluate", "count", "protect", "define"}


def test_the_page_is_of_this_corpus(labels):
    page = PAGE.read_text(encoding="utf-8")
    assert labels.sha256 in page
    assert f"{len(labels.documents)} passages" in page
    assert "No native reader has checked the passages in Uyghur and Arabic" in " ".join(page.split())
    figures = re.findall(r"(?<![\d.])\d\.\d{3}(?! \[\d\.\d\d–\d\.\d\d\] \*n\* \d+)", page)
    assert figures == [], "every figure has its interval and its number"


def test_a_section_that_takes_an_option_is_compared_with_it_alone(monkeypatch, tmp_path):
    monkeypatch.syspath_prepend(HERE.parents[1] / "scripts")
    accuracy = importlib.import_module("accuracy")
    page = PAGE.read_text(encoding="utf-8")
    title = "## The same words without the rules\n"
    assert title in page, "the page is written with --ablation"
    before, _, after = page.partition(title)
    measured = before + after[after.index("## Real files") :]
    monkeypatch.setattr(accuracy, "PAGE", tmp_path / "accuracy.md")
    for written, asked, same in (
        (page, False, True), (page, True, False), (measured, True, True),
        (page.replace("## What is found", "## What was found"), False, False),
    ):  # fmt: skip
        accuracy.PAGE.write_text(written, encoding="utf-8")
        assert accuracy.same(measured, Namespace(ablation=asked, artefacts=None)) is same
