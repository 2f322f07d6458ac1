"""Many files, scanned by the command itself: memory, workers, a second run, and a run that is killed half-way.

Run: ``python benchmarks/scale.py [memory|workers|rerun|killed|kills] [FILES]``; without a name all of them. The files
are made up: notices, code, tables and pages of some kilobytes. Ratios count; times are those of this machine.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import psutil

from sousveil.stores.case import CaseStore
from sousveil.stores.rows import flat, to_row

MANY, SOME, FEW, LOOP = 100_000, 10_000, 400, 200
_SAYS = "系统应支持人脸属性识别，包括性别、年龄、民族、肤色。The system shall recognise the ethnicity of each person."
_FILLER = "摄像机应支持夜视功能，投标人应提供检测报告。The camera shall work at night and in rain. "


def files(folder: Path, count: int, size: int = 1500) -> Path:
    """Text, Markdown, HTML, CSV, JSON and code, in folders of 500; one in five says what is looked for."""
    chance = random.Random(1)
    for number in range(count):
        body = f"{number} {_FILLER * (chance.randrange(size) // len(_FILLER) + 1)}{_SAYS if number % 5 == 0 else ''}"
        kind, text = _FORMS[number % len(_FORMS)](body, number)
        place = folder / f"{number // 500:04}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{number:07}.{kind}").write_text(text)
    time.sleep(2.1)  # files that rested are known by their look
    return folder


_FORMS = (
    lambda body, number: ("txt", body), lambda body, number: ("md", f"# {number}\n\n{body}\n"),
    lambda body, number: ("html", f"<!doctype html><title>{number}</title><p>{body}</p>"),
    lambda body, number: ("csv", f"term,definition\n{number},{body.replace(',', ' ')}\n"),
    lambda body, number: ("json", f'{{"number": {number}, "text": "{body}"}}'),
    lambda body, number: ("py", f"NUMBER = {number}\n# {body}\nrace = None\n"),
)  # fmt: skip


def papers(folder: Path, count: int) -> Path:
    """What a researcher's folder holds: of ten files three PDF and two DOCX of four pages each, the others texts."""
    files(folder, count, 20_000)
    letter = _letter()
    for number in range(count):
        told = f"{number} {_SAYS.partition('。')[2] if number % 5 == 0 else ''} {_FILLER.partition('。')[2] * 16}"
        place = folder / f"{number // 500:04}" / f"{number:07}"
        if number % 10 in _PAGED:
            next(place.parent.glob(f"{place.name}.*")).unlink()
            if number % 10 < 6:
                _print(place.with_suffix(".pdf"), told)
            else:
                place.with_suffix(".docx").write_bytes(letter(told))
    time.sleep(2.1)
    return folder


_PAGED = (1, 3, 5, 7, 9)


def _print(file: Path, text: str) -> None:
    from reportlab.pdfgen.canvas import Canvas

    paper = Canvas(str(file))
    for page in range(4):
        for line, start in enumerate(range(0, 3000, 90)):
            paper.drawString(40, 780 - 20 * line, f"{page}.{line} {text[start % len(text) :][:90]}")
        paper.showPage()
    paper.save()


def _letter() -> Callable[[str], bytes]:
    """Writes DOCX files of forty paragraphs that say a text."""
    from docx import Document

    draft = BytesIO()
    document = Document()
    for _ in range(40):
        document.add_paragraph("@@")
    document.save(draft)

    def written(text: str) -> bytes:
        out = BytesIO()
        with ZipFile(draft) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
            for name in old.namelist():
                new.writestr(name, old.read(name).replace(b"@@", text[:400].encode()))
        return out.getvalue()

    return written


class Scan:
    """A running command, and what was seen of its processes."""

    def __init__(self, case: Path, corpus: Path, workers: int = 2) -> None:
        command = [
            Path(sys.executable).with_name("sousveil"), "scan", corpus, "--case", case, "--engine", f"local:{workers}",
            "--format", f"jsonl={case.parent / 'rows.jsonl'}", "--exit-zero",
        ]  # fmt: skip
        self.start = time.perf_counter()
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        self.held: list[tuple[float, int, int]] = []
        """Seconds since the start, MiB of the parent, MiB of its largest worker."""
        threading.Thread(target=self._watch, daemon=True).start()

    def wait(self) -> float:
        _, err = self._process.communicate()
        if self._process.returncode:
            sys.exit(f"the scan failed: {err}")
        return time.perf_counter() - self.start

    def kill(self, after: float) -> bool:
        """Kills it and its workers; False if it came to its end before."""
        try:
            self._process.wait(after)
        except subprocess.TimeoutExpired:
            children = psutil.Process(self._process.pid).children(recursive=True)
            self._process.send_signal(signal.SIGKILL)
            self._process.communicate()
            for child in children:
                if child.is_running():
                    child.kill()
            return True
        return False

    def _watch(self) -> None:
        try:
            parent = psutil.Process(self._process.pid)
            while self._process.poll() is None:
                workers = [child.memory_info().rss for child in parent.children(recursive=True)]
                self.held.append((time.perf_counter() - self.start, parent.memory_info().rss >> 20,
                                  max(workers, default=0) >> 20))  # fmt: skip
                time.sleep(0.5)
        except psutil.Error:
            return


@contextmanager
def ground() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="sousveil-scale-") as folder:
        yield Path(folder)


def shown(case: Path) -> list[str]:
    """Every row of the last run, for comparison."""
    with CaseStore().open_view(case) as view:
        documents = {document.uri: document for document in view.documents()}
        rows = [str(flat(finding, documents[finding.uri])) for finding in view.findings(None)]
        return rows + [str(to_row(record)) for records in (view.documents(), view.gaps()) for record in records]


def memory(count: int) -> None:
    """(a) The most that parent and workers hold after a tenth, a half and all of the time."""
    with ground() as folder:
        corpus = files(folder / "corpus", count)
        scan = Scan(folder / "a.case", corpus)
        seconds = scan.wait()
        print(f"{count:,} files: {seconds:.0f} s, {count / seconds:.0f} a second")
        for share in (0.1, 0.5, 1.0):
            until = [held for held in scan.held if held[0] <= share * seconds]
            print(
                f"  peak by {share:.0%}: parent {max(h[1] for h in until)} MiB, worker {max(h[2] for h in until)} MiB"
            )


def workers(count: int) -> None:
    """(b) Two workers beside one, in turn, the best of two; the start of the program counts."""
    with ground() as folder:
        corpus = files(folder / "corpus", count, 20_000)
        best = {1: 9e9, 2: 9e9}
        for number in range(2):
            for size in best:
                best[size] = min(best[size], Scan(folder / f"{number}.{size}.case", corpus, size).wait())
        print(f"{count:,} files: one worker {best[1]:.1f} s, two {best[2]:.1f} s: x{best[1] / best[2]:.2f}")


def rerun(count: int) -> None:
    """(c) The second run of an unchanged folder, the best of three, beside the first: of papers, and of small texts."""
    for name, written in (("papers", papers), ("small texts", files)):
        with ground() as folder:
            corpus = written(folder / "corpus", count)
            first = Scan(folder / "a.case", corpus).wait()
            again = min(Scan(folder / "a.case", corpus).wait() for _ in range(3))
            print(f"{count:,} {name}: first {first:.1f} s, again {again:.2f} s: 1/{first / again:.0f}", flush=True)


def killed(count: int) -> None:
    """(a) Killed half-way: the second run does what is left, and the case is that of a run that was let alone."""
    with ground() as folder:
        corpus = files(folder / "corpus", count)
        whole = Scan(folder / "whole.case", corpus).wait()
        Scan(folder / "killed.case", corpus).kill(whole / 2)
        with CaseStore().open_view(folder / "killed.case") as view:
            done = view.run.done
        rest = Scan(folder / "killed.case", corpus).wait()
        same = shown(folder / "killed.case") == shown(folder / "whole.case")
        print(
            f"{count:,} files: whole {whole:.0f} s; killed with {done:,} done, the rest {rest:.0f} s; same rows: {same}"
        )


def kills(times: int) -> None:
    """(d) Killed again and again at random moments, each case until it is whole: nothing lost, nothing twice."""
    with ground() as folder:
        corpus = files(folder / "corpus", FEW)
        Scan(folder / "first.case", corpus).wait()  # compiles the rules, which the others find done
        whole = Scan(folder / "whole.case", corpus).wait()
        expected, case, chance = shown(folder / "whole.case"), folder / "a.case", random.Random()
        done = cases = fell = 0
        while fell < times:
            if Scan(case, corpus).kill(chance.uniform(0.1, 0.9) * whole):
                fell += 1
                done = _check_part(case, expected, done)
                continue
            assert shown(case) == expected, "the report differs from that of a run that was let alone"
            shutil.rmtree(case)
            cases, done = cases + 1, 0
        print(f"{fell} runs of {FEW} files killed, {cases} cases made whole: nothing lost, nothing twice")


def _check_part(case: Path, expected: list[str], before: int) -> int:
    """What is there is true, once, and no less than last time. Gives how many sources are done."""
    if not (case / "case.sqlite").exists():
        return before
    try:
        rows = shown(case)
    except Exception as error:  # noqa: BLE001 - told with the case still there
        sys.exit(f"{case} cannot be read after a kill: {error}")
    assert len(set(rows)) == len(rows), "a row stands twice"
    assert set(rows) <= set(expected), "a row that is not true"
    with closing(sqlite3.connect(f"file:{case / 'case.sqlite'}?mode=ro", uri=True)) as ledger:
        done: int = ledger.execute("SELECT count(*) FROM ledger WHERE state = 'done'").fetchone()[0]
    assert done >= before, "what was done is gone"
    return done


def main() -> None:
    told = sys.argv[1:]
    jobs = {"workers": (workers, FEW), "rerun": (rerun, SOME), "killed": (killed, SOME), "kills": (kills, LOOP),
            "memory": (memory, MANY)}  # fmt: skip
    for name in [told[0]] if told else jobs:
        job, count = jobs[name]
        job(int(told[1]) if len(told) > 1 else count)


if __name__ == "__main__":
    os.environ.setdefault("SOUSVEIL_CACHE", tempfile.mkdtemp(prefix="sousveil-scale-cache-"))
    main()
