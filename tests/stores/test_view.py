from __future__ import annotations

import dataclasses
import threading

import pytest

from sousveil.errors import CaseError
from sousveil.records import Source
from sousveil.stores import batch, slices
from sousveil.stores.case import CaseStore


@pytest.fixture(params=[2000, 2])
def seen(request, monkeypatch, made_up, folder, case):
    """The folder, scanned and opened; once in a slice, once in several, from as many shards."""
    monkeypatch.setattr(slices, "MAX_SOURCES", request.param)
    monkeypatch.setattr(batch, "MAX_SOURCES", request.param)
    made_up.scan(case, folder)
    with CaseStore().open_view(case) as view:
        yield view


def test_a_view_counts_what_is_there(seen):
    counts = seen.counts()
    assert (counts.documents, counts.findings, counts.clues, counts.discarded, counts.gaps) == (4, 4, 1, 0, 1)
    assert counts.by_severity == {"high": 4}
    assert counts.by_attribute == {"ethnicity": 4}
    assert counts.by_kind == {"tender": 4}


def test_documents_and_findings_come_in_the_order_of_uris_and_places(seen):
    assert [document.uri for document in seen.documents()] == ["a.txt", "b/a.txt", "b/c.txt", "z.txt"]
    found = [(finding.uri, finding.evidence.start) for finding in seen.findings(None)]
    assert found == sorted(found)
    assert len(found) == 5


def test_findings_are_those_of_a_tier_and_of_a_document(seen):
    assert [finding.evidence.quote for finding in seen.findings(uri="a.txt")] == ["应支持民族、性别"]
    assert [finding.evidence.quote for finding in seen.findings("clue")] == ["宜支持民族?"]
    assert [finding.evidence.quote for finding in seen.findings(None, "a.txt")] == ["应支持民族、性别", "宜支持民族?"]
    assert list(seen.findings("discarded")) == []
    assert list(seen.findings(uri="nowhere.txt")) == []


def test_a_finding_is_found_by_the_beginning_of_its_id(seen):
    for finding in seen.findings(None):
        assert finding in seen.finding(finding.id)
        assert finding in seen.finding(finding.id[:6])
    assert seen.finding("f-none") == []


def test_a_document_is_what_was_put_but_for_its_text(seen, made_up, folder):
    source = Source(uri="a.txt", name="a.txt", path=folder / "a.txt")
    assert seen.document("a.txt") == made_up.stored(made_up.examine(source).document)
    assert seen.document("broken.txt") is None


def test_a_finding_is_what_was_put(seen, made_up, folder):
    source = Source(uri="b/a.txt", name="a.txt", path=folder / "b" / "a.txt")
    assert tuple(seen.findings(uri="b/a.txt")) == made_up.examine(source).findings


def test_pairs_give_documents_with_findings_of_the_tiers(seen):
    both = [(document.uri, len(list(found))) for document, found in seen.pairs(("finding", "clue"))]
    assert both == [("a.txt", 2), ("b/a.txt", 1), ("z.txt", 2)]
    assert [document.uri for document, _ in seen.pairs(["clue"])] == ["a.txt"]


def test_gaps_and_statements_are_shown(seen):
    assert [(gap.uri, gap.reason, gap.message) for gap in seen.gaps()] == [("broken.txt", "damaged", "not UTF-8")]
    assert [(fact.uri, fact.object) for fact in seen.statements()] == [
        ("a.txt", "GB/T 3304"), ("b/a.txt", "GB/T 3304"), ("z.txt", "GB/T 3304"),
    ]  # fmt: skip


def test_a_view_tells_of_its_run(seen):
    run = seen.run
    assert (run.id, run.roots, run.knowledge, run.status) == ("1", ("corpus",), "k1", "complete")
    assert (run.sources, run.done) == (5, 5)
    assert run.started <= run.finished


def test_a_title_is_kept_as_it_was_given(made_up, folder, case):
    source = next(made_up.walk(folder))
    examination = made_up.examine(source)
    masked = dataclasses.replace(examination.document, title="联系人 ███")
    with CaseStore().open_writer(case) as writer:
        writer.begin([], "k")
        writer.put(source, dataclasses.replace(examination, document=masked))
        writer.finish()
    with CaseStore().open_view(case) as view:
        assert view.document(source.uri).title == "联系人 ███"


def test_a_view_stays_at_its_moment_while_the_writer_goes_on(made_up, folder, case):
    sources = list(made_up.walk(folder))
    store = CaseStore()
    with store.open_writer(case) as writer:
        writer.begin(["corpus"], "k1")
        for source in sources[:2]:
            writer.put(source, made_up.examine(source))
        writer._commit()
        with store.open_view(case) as early:
            for source in sources[2:]:
                writer.put(source, made_up.examine(source))
            writer.finish()
            assert early.run.status == "running"
            assert [document.uri for document in early.documents()] == ["a.txt", "b/a.txt"]
            assert early.counts().documents == early.run.done == 2
        with store.open_view(case) as late:
            assert late.counts().documents == 4


def test_readers_see_whole_batches_only_while_a_writer_is_at_work(made_up, tmp_path, case, monkeypatch):
    monkeypatch.setattr(batch, "MAX_SOURCES", 5)
    corpus = tmp_path / "many"
    corpus.mkdir()
    for number in range(300):
        (corpus / f"{number:03}.txt").write_text(f"民族 {number}\n应支持民族 {number}\n")
    made_up.scan(case, corpus, "earlier")
    states: list[tuple[int, int, int]] = []

    def read() -> None:
        while not over.is_set():
            with CaseStore().open_view(case) as view:
                counts = view.counts()
                states.append((int(view.run.id), counts.documents, counts.findings))

    over = threading.Event()
    reader = threading.Thread(target=read)
    reader.start()
    made_up.scan(case, corpus, "later")
    over.set()
    reader.join()
    assert states == sorted(states)
    assert all(findings == 2 * documents and documents % 5 == 0 for _, documents, findings in states)
    assert len({documents for run, documents, _ in states if run == 2}) > 2


def test_a_case_that_cannot_be_written_can_be_read(seen, case):
    seen.close()
    for leftover in ("case.sqlite-shm", "case.sqlite-wal", "lock.sqlite"):
        (case / leftover).unlink(missing_ok=True)
    before = {path: path.read_bytes() for path in case.rglob("*") if path.is_file()}
    with CaseStore().open_view(case) as view:
        assert view.counts().documents == 4
    after = {path: path.read_bytes() for path in case.rglob("*") if path.is_file() and path.suffix != ".sqlite-shm"}
    assert {path: data for path, data in after.items() if data} == {path: data for path, data in before.items() if data}


def test_a_missing_shard_is_told(seen, case):
    next((case / "tables" / "findings").iterdir()).unlink()
    with pytest.raises(CaseError, match=r"the shard findings/.* cannot be read"):
        list(seen.findings(None))


def test_an_unknown_run_is_told(seen, case):
    with pytest.raises(CaseError, match="has no run '7'") as caught:
        CaseStore().open_view(case, "7")
    assert "1 to 1" in caught.value.remedy


@pytest.mark.timeout(25)  # SQLite would wait for the reader for thirty seconds
def test_a_writer_does_not_wait_for_those_who_look(made_up, folder, case):
    made_up.scan(case, folder)
    with CaseStore().open_view(case) as early:
        seen = early.counts().documents
        (folder / "new.txt").write_text("one more", encoding="utf-8")
        made_up.scan(case, folder)
        assert early.counts().documents == seen
