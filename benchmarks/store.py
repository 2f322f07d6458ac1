"""The case folder with 10,000 made-up documents of 3 findings each: first run, second run, reading, memory.

Run: ``python benchmarks/store.py [DOCUMENTS]``. Examinations are made beforehand and cost nothing; times are those of
the store alone. Reading is measured in processes of their own (Linux: the peak of memory is taken from ``/proc``), and
beside it the same rows sorted by DuckDB straight from the shards.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from sousveil.records import Code, Cue, Document, Examination, Factor, Finding, Language, Passage, Place, Source, Span
from sousveil.stores.case import CaseStore

QUOTE = "系统应支持人脸属性识别，包括性别、年龄、民族、肤色，并按表 1 的代码输出 {}"
VIEW = r"""
import re, sys, time
from pathlib import Path
start = time.perf_counter()
from sousveil.stores.case import CaseStore
with CaseStore().open_view(Path(sys.argv[1])) as view:
    first = None
    for number, finding in enumerate(view.findings(), start=1):
        first = first or time.perf_counter() - start
    middle = time.perf_counter()
    counts = view.counts()
    end = time.perf_counter()
memory = int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) / 1024
print(f"view: {number:,} findings in {middle - start:.2f} s, the first after {first:.2f} s,", f"{memory:.0f} MiB;",
      f"counts {end - middle:.2f} s")
"""
DUCKDB = r"""
import re, sqlite3, sys, time
from pathlib import Path
start = time.perf_counter()
import duckdb, pyarrow
case = Path(sys.argv[1])
ledger = sqlite3.connect(case / "case.sqlite")
last = "SELECT examination FROM run_sources WHERE run = (SELECT max(id) FROM runs)"
members = [number for number, in ledger.execute(last)]
names = [str(case / "tables" / "findings" / f"{name}.parquet") for name, in
         ledger.execute("SELECT sha256 FROM shards WHERE kind = 'findings'")]
connection = duckdb.connect(config={"memory_limit": "512MB"})
connection.execute("SET enable_progress_bar = false")
connection.register("members", pyarrow.table({"examination": members}))
connection.execute("SELECT * FROM read_parquet(?) SEMI JOIN members USING (examination) WHERE tier = 'finding' "
                   "ORDER BY uri, start, rule", [names])
first, number = None, 0
while rows := connection.fetchmany(1000):
    first = first or time.perf_counter() - start
    number += len(rows)
memory = int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) / 1024
print(f"DuckDB: {number:,} rows (no records made) in {time.perf_counter() - start:.2f} s,",
      f"the first after {first:.2f} s, {memory:.0f} MiB")
"""


def made(folder: Path, documents: int) -> list[tuple[Source, Examination]]:
    """Local files, and what an examination of each would yield."""
    pairs = []
    for number in range(documents):
        path = folder / f"{number:07}.txt"
        text = "\n".join(QUOTE.format(f"{number}.{line}") for line in range(3))
        path.write_text(text)
        source = Source(uri=path.name, name=path.name, path=path)
        pairs.append((source, _examination(source, text)))
    return pairs


def _examination(source: Source, text: str) -> Examination:
    passages, start = [], 0
    for line, words in enumerate(text.split("\n"), start=1):
        place = Place(line=line, column=1)
        passages.append(Passage(start=start, end=start + len(words), spans=(Span(start, start + len(words), place),)))
        start += len(words) + 1
    data = text.encode()
    document = Document(
        sha256=hashlib.sha256(data).hexdigest(), sha1=hashlib.sha1(data).hexdigest(), uri=source.uri, name=source.name,
        media_type="text/plain", size=len(data), kind="tender", kind_reason="made up",
        languages=(Language("zh", 1.0, "script"),), text=text, passages=passages, title=source.name,
    )  # fmt: skip
    findings = tuple(_finding(document, passage) for passage in passages)
    return Examination(source.uri, replace(document, text="", passages=()), findings)


def _finding(document: Document, passage: Passage) -> Finding:
    start = document.text.index("民族", passage.start)
    key = hashlib.sha256(f"{document.sha256} {start}".encode()).hexdigest()
    return Finding(
        id="f-" + key[:16], fingerprint=key[:32], document=document.sha256, uri=document.uri, tier="finding",
        severity="high", attribute="ethnicity", role="requirement", requirement="shall", use="classify",
        relation="direct", confidence=0.87,
        confidence_parts=(Factor("term", 0.6, "民族"), Factor("person_context", 0.2, "人脸"), Factor("language", 0.07)),
        rule="SV0101", rule_version=1, passage_kind="paragraph", lang="zh", gloss="ethnicity",
        evidence=document.quote(start, start + 2, (passage.start, passage.end)),
        codes=(Code("1", "汉族", "Han"), Code("2", "其他")), context=("第三章 技术要求", "3.2 人脸属性"),
        cues=(Cue("requirement", "shall", "应", passage.start + 2),),
    )  # fmt: skip


def scan(case: Path, pairs: list[tuple[Source, Examination]], knowledge: str, **options: bool) -> tuple[float, int]:
    """Seconds of a run, and how many sources it had to examine."""
    examined = 0
    start = time.perf_counter()
    with CaseStore().open_writer(case, **options) as writer:
        writer.begin(["made up"], knowledge)
        for source, examination in pairs:
            if not writer.known(source):
                examined += 1
                writer.put(source, examination)
        writer.finish()
    return time.perf_counter() - start, examined


def main(documents: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        corpus, case, named = Path(folder) / "corpus", Path(folder) / "cache.case", Path(folder) / "named.case"
        corpus.mkdir()
        pairs = made(corpus, documents)
        time.sleep(2.1)  # files that rested are not read again
        for what, path, knowledge, keeps in (
            ("first run, cache", case, "k1", False), ("second run", case, "k1", False),
            ("new knowledge", case, "k2", False), ("first run, case with originals", named, "k1", True),
        ):  # fmt: skip
            seconds, examined = scan(path, pairs, knowledge, keeps_originals=keeps)
            print(
                f"{what}: {examined:,} of {documents:,} examined, {seconds:.2f} s, {documents / seconds:,.0f} a second"
            )
        size = sum(path.stat().st_size for path in case.rglob("*") if path.is_file())
        print(f"cache folder after two sets of rows: {size / 1024**2:.1f} MiB")
        for script in (VIEW, DUCKDB):
            subprocess.run([sys.executable, "-c", script, case], check=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
