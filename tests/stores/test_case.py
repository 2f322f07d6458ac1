from __future__ import annotations

import hashlib
import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from sousveil.errors import CaseError
from sousveil.registry import load
from sousveil.stores.case import CaseStore

HOLDER = """
import sys, time
from pathlib import Path
from sousveil.stores.case import CaseStore
with CaseStore().open_writer(Path(sys.argv[1])) as writer:
    print("held", flush=True)
    time.sleep(60)
"""


def holder(case: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen([sys.executable, "-c", HOLDER, case], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_the_store_is_registered():
    assert isinstance(load("stores", "case"), CaseStore)


def test_a_second_writer_is_told_who_writes_and_a_killed_one_blocks_nobody(case):
    with holder(case) as process:
        for _ in range(2):
            with pytest.raises(CaseError, match=f"is being written by process {process.pid}") as caught:
                CaseStore().open_writer(case)
            assert caught.value.remedy
        process.kill()
        process.wait()
        CaseStore().open_writer(case).close()


def test_a_second_writer_in_the_same_process_is_refused(case):
    with CaseStore().open_writer(case), pytest.raises(CaseError, match="is being written by process"):
        CaseStore().open_writer(case)
    CaseStore().open_writer(case).close()


def test_a_run_whose_process_is_gone_is_shown_as_interrupted(made_up, folder, case):
    source = next(made_up.walk(folder))
    writer = CaseStore().open_writer(case)
    writer.begin([], "k")
    writer.put(source, made_up.examine(source))
    writer._commit()
    with CaseStore().open_view(case) as view:
        assert view.run.status == "running"
    writer._journal.close()
    writer._lock.release()
    with CaseStore().open_view(case) as view:
        assert (view.run.status, view.run.finished) == ("interrupted", None)
    CaseStore().open_writer(case).close()


def test_a_folder_of_other_files_is_not_taken_for_a_case(tmp_path):
    (tmp_path / "letter.txt").write_text("x")
    for open_it in (CaseStore().open_writer, CaseStore().open_view):
        with pytest.raises(CaseError, match="is not a case"):
            open_it(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_missing_case_and_an_empty_one_cannot_be_viewed_and_say_why(case):
    with pytest.raises(CaseError, match=r"it has no case\.json"):
        CaseStore().open_view(case)
    assert not case.exists()
    CaseStore().open_writer(case).close()
    with pytest.raises(CaseError, match="holds no run yet"):
        CaseStore().open_view(case)


def test_a_case_of_a_newer_format_is_left_alone(case):
    CaseStore().open_writer(case).close()
    about = json.loads((case / "case.json").read_text())
    (case / "case.json").write_text(json.dumps({**about, "format": about["format"] + 1}))
    for open_it in (CaseStore().open_writer, CaseStore().open_view):
        with pytest.raises(CaseError, match="newer program"):
            open_it(case)


def test_a_damaged_case_is_told(made_up, folder, case):
    made_up.scan(case, folder)
    (case / "case.sqlite").write_bytes(b"not a database" * 100)
    with pytest.raises(CaseError, match="cannot be read"):
        CaseStore().open_view(case)
    with pytest.raises(CaseError, match="cannot be written: file is not a database"):
        CaseStore().open_writer(case)
    (case / "case.json").write_text("[]")
    with pytest.raises(CaseError, match=r"case\.json of made-up\.case cannot be read"):
        CaseStore().open_view(case)


def test_a_case_that_a_kill_left_without_its_card_is_made_again(case):
    case.mkdir()
    (case / "case.json.tmp").write_text("{")
    CaseStore().open_writer(case).close()
    assert json.loads((case / "case.json").read_text())["format"] == 1


def test_originals_are_kept_unchanged_and_read_only(made_up, folder, case):
    made_up.scan(case, folder)
    kept = {path.name: path for path in (case / "archive").rglob("*") if path.is_file()}
    originals = {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*.txt")}
    del originals[folder / "broken.txt"]
    assert set(kept) == set(originals.values())
    for name, path in kept.items():
        assert hashlib.sha256(path.read_bytes()).hexdigest() == name
        assert path.parent.name == name[:2]
        assert stat.S_IMODE(path.stat().st_mode) == 0o444


def test_what_an_original_becomes_later_does_not_touch_the_archive(made_up, folder, case):
    made_up.scan(case, folder)
    sha256 = hashlib.sha256((folder / "a.txt").read_bytes()).hexdigest()
    with open(folder / "a.txt", "r+") as file:
        file.write("改")
    assert hashlib.sha256((case / "archive" / sha256[:2] / sha256).read_bytes()).hexdigest() == sha256


def test_a_cache_keeps_no_originals(made_up, folder, case):
    made_up.scan(case, folder, keeps_originals=False)
    assert list((case / "archive").iterdir()) == []
    made_up.scan(case, folder, "k2")
    assert list((case / "archive").iterdir()) == []


def test_a_file_that_changed_after_its_examination_is_told_and_examined_again(made_up, folder, case):
    source = next(made_up.walk(folder))
    with CaseStore().open_writer(case) as writer:
        writer.begin([], "k1")
        assert not writer.known(source)
        examination = made_up.examine(source)
        source.path.write_text("无")
        writer.put(source, examination)
        writer.finish()
    with CaseStore().open_view(case) as view:
        assert [(gap.uri, gap.reason) for gap in view.gaps()] == [("a.txt", "unreadable")]
        assert len(list(view.findings(None))) == 2
    assert "a.txt" in made_up.scan(case, folder).examined


def test_a_disk_that_refuses_is_an_error_with_a_remedy_and_nothing_is_half_there(made_up, folder, case):
    source = next(made_up.walk(folder))
    with CaseStore().open_writer(case) as writer:
        writer.begin([], "k1")
        (case / "tables" / "documents").rmdir()
        writer.put(source, made_up.examine(source))
        with pytest.raises(CaseError, match=r"made-up\.case cannot be written: No such file") as caught:
            writer.finish()
    assert caught.value.remedy
    with CaseStore().open_view(case) as view:
        assert view.counts().documents == 0
    assert len(made_up.scan(case, folder).examined) == 5


def test_a_run_that_lacks_a_source_is_not_complete(made_up, folder, case):
    with CaseStore().open_writer(case) as writer:
        writer.begin([], "k1")
        for source in list(made_up.walk(folder)):
            assert not writer.known(source)
            if source.name != "z.txt":
                writer.put(source, made_up.examine(source))
        writer.finish()
    with CaseStore().open_view(case) as view:
        assert (view.run.status, view.run.sources, view.run.done) == ("interrupted", 5, 4)


def test_nothing_is_put_before_a_run_begins(made_up, folder, case):
    source = next(made_up.walk(folder))
    with CaseStore().open_writer(case) as writer, pytest.raises(ValueError, match="begin a run first"):
        writer.put(source, made_up.examine(source))


def test_a_uri_that_is_no_utf_8_does_not_stop_the_run(made_up, case):
    source = Path("x")
    examination = made_up.examine(made_up.Source(uri="caf\udce9.txt", name="caf\udce9.txt", data="民族".encode()))
    source = made_up.Source(uri="caf\udce9.txt", name="caf\udce9.txt", data="民族".encode())
    with CaseStore().open_writer(case) as writer:
        writer.begin(["caf\udce9"], "k1")
        assert not writer.known(source)
        writer.put(source, examination)
        writer.finish()
    with CaseStore().open_view(case) as view:
        assert [finding.uri for finding in view.findings()] == ["caf\\udce9.txt"]
    with CaseStore().open_writer(case) as writer:
        writer.begin([], "k1")
        assert writer.known(source)
