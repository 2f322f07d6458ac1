"""What a second run examines again, and what it shows."""

from __future__ import annotations

import hashlib
import os
import time
import zipfile
from pathlib import Path

import pytest

from sousveil.records import Source
from sousveil.stores.case import CaseStore
from sousveil.stores.identity import GRAIN_NS, Look, hash_file, look_at
from sousveil.stores.ledger import connect_writer
from sousveil.stores.recall import Recall

EVERY = ["a.txt", "b/a.txt", "b/c.txt", "broken.txt", "z.txt"]


def uris(case) -> list[str]:
    """Uris that the last run shows: documents and gaps."""
    with CaseStore().open_view(case) as view:
        assert (view.run.sources, view.run.status) == (view.run.done, "complete")
        return sorted([*(document.uri for document in view.documents()), *{gap.uri for gap in view.gaps()}])


def findings(case) -> list[tuple[str, str]]:
    with CaseStore().open_view(case) as view:
        return [(finding.uri, finding.evidence.quote) for finding in view.findings(None)]


def test_an_unchanged_second_run_examines_nothing_and_shows_the_same(made_up, folder, case):
    assert made_up.scan(case, folder).examined == EVERY
    first = findings(case)
    second = made_up.scan(case, folder)
    assert (second.examined, second.done) == ([], 5)
    assert uris(case) == EVERY
    assert findings(case) == first != []


def test_a_changed_file_is_examined_alone_and_its_old_findings_are_gone(made_up, folder, case):
    made_up.scan(case, folder)
    (folder / "b" / "a.txt").write_text("应支持民族识别\n")
    assert made_up.scan(case, folder).examined == ["b/a.txt"]
    assert [quote for uri, quote in findings(case) if uri == "b/a.txt"] == ["应支持民族识别"]
    assert uris(case) == EVERY


def test_a_change_of_the_same_size_and_a_restored_clock_is_noticed(made_up, folder, case):
    path = folder / "b" / "a.txt"
    os.utime(path, ns=(10**18, 10**18))
    time.sleep(2.1)
    made_up.scan(case, folder)
    path.write_text(path.read_text().replace("包括", "排除"))
    os.utime(path, ns=(10**18, 10**18))
    assert made_up.scan(case, folder).examined == ["b/a.txt"]


def test_new_knowledge_examines_all_again_and_old_knowledge_is_remembered(made_up, folder, case):
    made_up.scan(case, folder, "k1")
    assert made_up.scan(case, folder, "k2").examined == EVERY
    assert len(findings(case)) == 5
    assert made_up.scan(case, folder, "k1").examined == []
    assert uris(case) == EVERY


def test_a_file_that_was_only_touched_is_not_examined(made_up, folder, case):
    made_up.scan(case, folder)
    os.utime(folder / "a.txt")
    assert made_up.scan(case, folder).examined == []


def test_a_renamed_file_is_examined_under_its_new_name_and_the_old_one_is_gone(made_up, folder, case):
    made_up.scan(case, folder)
    (folder / "z.txt").rename(folder / "y.txt")
    assert made_up.scan(case, folder).examined == ["y.txt"]
    assert uris(case) == ["a.txt", "b/a.txt", "b/c.txt", "broken.txt", "y.txt"]
    assert {uri for uri, _ in findings(case)} == {"a.txt", "b/a.txt", "y.txt"}


def test_a_deleted_file_is_not_shown_and_nothing_is_examined(made_up, folder, case):
    made_up.scan(case, folder)
    (folder / "a.txt").unlink()
    assert made_up.scan(case, folder).examined == []
    assert uris(case) == ["b/a.txt", "b/c.txt", "broken.txt", "z.txt"]


def test_an_earlier_run_can_still_be_looked_at(made_up, folder, case):
    made_up.scan(case, folder)
    before = findings(case)
    (folder / "a.txt").write_text("无\n")
    made_up.scan(case, folder)
    with CaseStore().open_view(case, "1") as view:
        assert [(finding.uri, finding.evidence.quote) for finding in view.findings(None)] == before


def test_what_crashed_is_shown_and_tried_again(made_up, folder, case):
    (folder / "crash.txt").write_text("CRASH")
    made_up.scan(case, folder)
    assert made_up.scan(case, folder).examined == ["crash.txt"]
    with CaseStore().open_view(case) as view:
        assert [(gap.uri, gap.reason) for gap in view.gaps()] == [("broken.txt", "damaged"), ("crash.txt", "crashed")]


def test_the_same_bytes_under_two_names_are_two_documents(made_up, folder, case):
    (folder / "b" / "z.txt").write_bytes((folder / "z.txt").read_bytes())
    made_up.scan(case, folder)
    with CaseStore().open_view(case) as view:
        one = next(view.findings(uri="z.txt"))
        assert [finding.uri for finding in view.finding(one.id)] == ["b/z.txt", "z.txt"]


def box(path, **members: str) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            archive.writestr(zipfile.ZipInfo(f"{name}.txt"), text)


@pytest.fixture
def boxes(folder):
    """A ZIP file with two members and a ZIP file in it."""
    box(folder / "inner.zip", c="应支持民族")
    inner = (folder / "inner.zip").read_bytes()
    (folder / "inner.zip").unlink()
    box(folder / "box.zip", a="民族", b="无")
    with zipfile.ZipFile(folder / "box.zip", "a") as archive:
        archive.writestr(zipfile.ZipInfo("inner.zip"), inner)
    return folder


INSIDE = ["box.zip!a.txt", "box.zip!b.txt", "box.zip!inner.zip!c.txt"]


def test_an_unchanged_container_is_not_opened_again_and_its_members_are_shown(made_up, boxes, case):
    first = made_up.scan(case, boxes)
    assert (first.opened, first.done) == (["box.zip", "box.zip!inner.zip"], 8)
    shown = findings(case)
    second = made_up.scan(case, boxes)
    assert (second.opened, second.examined, second.done) == ([], [], 8)
    assert findings(case) == shown
    assert [uri for uri in uris(case) if "!" in uri] == INSIDE


def test_a_changed_container_is_opened_and_only_new_members_are_examined(made_up, boxes, case):
    made_up.scan(case, boxes)
    with zipfile.ZipFile(boxes / "box.zip", "a") as archive:
        archive.writestr(zipfile.ZipInfo("d.txt"), "民族")
    second = made_up.scan(case, boxes)
    assert (second.opened, second.examined) == (["box.zip"], ["box.zip!d.txt"])
    assert [uri for uri in uris(case) if "!" in uri] == [*INSIDE[:2], "box.zip!d.txt", INSIDE[2]]
    assert made_up.scan(case, boxes).opened == []


def test_a_member_that_is_gone_is_not_shown(made_up, boxes, case):
    made_up.scan(case, boxes)
    box(boxes / "box.zip", a="民族")
    assert made_up.scan(case, boxes).examined == []
    assert [uri for uri in uris(case) if "!" in uri] == ["box.zip!a.txt"]


def test_a_container_with_a_member_that_crashed_is_opened_for_that_member_alone(made_up, folder, case):
    box(folder / "box.zip", a="民族", b="CRASH")
    made_up.scan(case, folder)
    second = made_up.scan(case, folder)
    assert (second.opened, second.examined) == (["box.zip"], ["box.zip!b.txt"])


def test_a_container_that_was_not_finished_is_opened_for_what_is_missing(made_up, boxes, case):
    store = CaseStore()
    container = next(source for source in made_up.walk(boxes) if source.name == "box.zip")
    with store.open_writer(case) as writer:
        writer.begin(["boxes"], "k1")
        assert not writer.known(container)
        member = next(made_up.members(container))
        assert not writer.known(member)
        writer.put(member, made_up.examine(member))
        second = list(made_up.members(container))[1]
        assert not writer.known(second)
        writer.opened(container)
    with store.open_view(case) as view:
        assert (view.run.status, [document.uri for document in view.documents()]) == ("interrupted", INSIDE[:1])
    resumed = made_up.scan(case, boxes)
    assert resumed.opened[0] == "box.zip"
    assert [uri for uri in resumed.examined if "!" in uri] == INSIDE[1:]


def test_what_could_not_be_opened_in_a_container_is_shown_in_every_run(made_up, boxes, case):
    gap = made_up.Gap(uri="box.zip", reason="encrypted", message="c.txt needs a password", place="c.txt")
    container = next(source for source in made_up.walk(boxes) if source.name == "box.zip")
    for expected in (False, True):
        with CaseStore().open_writer(case) as writer:
            writer.begin(["boxes"], "k1")
            assert writer.known(container) is expected
            if not expected:
                writer.opened(container, [gap])
            writer.finish()
        with CaseStore().open_view(case) as view:
            assert list(view.gaps()) == [gap]
            assert (view.run.sources, view.run.done) == (0, 0)


def test_a_container_that_changes_while_it_is_open_is_not_remembered(made_up, boxes, case):
    container = next(source for source in made_up.walk(boxes) if source.name == "box.zip")
    with CaseStore().open_writer(case) as writer:
        writer.begin(["boxes"], "k1")
        assert not writer.known(container)
        member = next(made_up.members(container))
        box(boxes / "box.zip", a="别的")
        assert not writer.known(member)
        writer.put(member, made_up.examine(member))
        writer.opened(container)
        writer.finish()
    assert "box.zip" in made_up.scan(case, boxes).opened


def test_a_fresh_look_is_not_trusted_and_an_old_one_is():
    old = Look(size=5, mtime_ns=10**18, changed_ns=10**18, seen_ns=10**18 + GRAIN_NS)
    fresh = Look(size=5, mtime_ns=10**18, changed_ns=10**18, seen_ns=10**18 + GRAIN_NS - 1)
    now = Look(size=5, mtime_ns=10**18, changed_ns=10**18, seen_ns=2 * 10**18)
    assert now.same_bytes_as(old)
    assert not now.same_bytes_as(fresh)
    assert not Look(6, 10**18, 10**18, 2 * 10**18).same_bytes_as(old)
    assert not Look(5, 10**18, 10**18 + 1, 2 * 10**18).same_bytes_as(old)


def test_a_file_that_rested_is_not_read_again(made_up, folder, case):
    time.sleep(2.1)
    made_up.scan(case, folder)
    source = Source(uri="a.txt", name="a.txt", path=folder / "a.txt")
    ledger = connect_writer(case)
    asked = Recall(ledger).ask("a.txt", source)
    ledger.close()
    assert not asked.news
    assert asked.look.looks_like(look_at(source.path))


def test_a_huge_file_of_holes_is_not_hashed_for_hours(tmp_path: Path) -> None:
    hollow = tmp_path / "hollow.zip"
    with hollow.open("wb") as file:
        file.truncate(2**40)
    if hollow.stat().st_blocks > 2**20:
        pytest.skip("this file system keeps no holes")
    with pytest.raises(OSError, match="holes"):
        hash_file(hollow)
    with hollow.open("wb") as file:
        file.truncate(2**20)
    assert hash_file(hollow) == hashlib.sha256(bytes(2**20)).hexdigest()
