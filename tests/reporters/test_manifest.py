"""The manifest: every pair of a document and a rule has one state, and the totals are those of the pairs."""

from __future__ import annotations

import io
import json
from collections import Counter
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from sousveil.api import select
from sousveil.records import DELIBERATE_GAPS, GAP_REASONS, Gap, Language, Suppression
from sousveil.reporters.manifest import STATES, ManifestReporter, Rules, Totals, entries
from sousveil.settings import Settings
from sousveil.stores.rows import StoredDocument
from sousveil.vocabulary import load_knowledge


def written(view: Any, **told: object) -> tuple[dict[str, Any], bytes]:
    settings = Settings(**told)  # type: ignore[arg-type]
    out = io.BytesIO()
    ManifestReporter().report(select(view, settings), out, settings)
    return json.loads(out.getvalue()), out.getvalue()


def states(manifest: dict[str, Any]) -> dict[tuple[str, str], str]:
    """Every pair with its state, worked out as the manual says."""
    found: dict[tuple[str, str], str] = {}
    for document in manifest["documents"]:
        uri = document["uri"]
        found.update({(uri, rule): "found" for rule in document["found"]})
        for state in ("not_applicable", "could_not_check"):
            for mention in document.get(state, []):
                for rule in manifest["groups"][mention["rules"]]:
                    found.setdefault((uri, rule), state)
        for rule in manifest["rules"]:
            found.setdefault((uri, rule["id"]), "not_found")
    return found


def assert_adds_up(manifest: dict[str, Any]) -> None:
    totals, pairs = manifest["totals"], states(manifest)
    counted = Counter(pairs.values())
    assert {state: totals[state] for state in STATES} == {state: counted[state] for state in STATES}
    assert sum(totals[state] for state in STATES) == totals["pairs"] == totals["documents"] * totals["rules"]
    assert len(pairs) == totals["pairs"]


def entry(manifest: dict[str, Any], uri: str) -> dict[str, Any]:
    return next(document for document in manifest["documents"] if document["uri"] == uri)


def test_every_pair_has_a_state_and_the_totals_are_theirs(view):
    manifest, _ = written(view)
    assert_adds_up(manifest)
    assert manifest["totals"]["rules"] == len(load_knowledge().rules)
    assert [document["uri"] for document in manifest["documents"]] == sorted(
        {*(each.uri for each in view.documents()), *(gap.uri for gap in view.gaps())}
    )


def test_what_stands_in_the_way_is_told(view):
    manifest, _ = written(view)
    pairs = states(manifest)
    tender = entry(manifest, "tenders/智慧小区.pdf")
    assert tender["found"] == ["SV0101", "SV0301", "SV0401"]
    assert tender["could_not_check"][0] | {"count": 0} == {
        "why": ["needs_ocr"], "scope": "part", "rules": "selected", "count": 0}  # fmt: skip
    assert "not_found" not in {pairs["tenders/智慧小区.pdf", rule["id"]] for rule in manifest["rules"]}
    assert entry(manifest, "scans/old.pdf")["could_not_check"][0]["scope"] == "whole"
    assert entry(manifest, "staff.xlsx")["not_applicable"][0]["why"] == ["data_rows"]
    assert pairs["web/note-0.html", "SV0201"] == "found"  # a clue is something to look at


def test_a_language_that_a_rule_lacks_is_told(shelf):
    text = "بۇ سىستېما كىشىلەرنىڭ يۈزىنى تونۇشى كېرەك."
    shelf.document("letters/xet.txt", [(text, _place())], languages=("ug",))
    shelf.document("web/page.html", [("The system keeps a log.", _place())], languages=("en",))
    manifest, _ = written(shelf.view())
    assert_adds_up(manifest)
    pairs, rules = states(manifest), load_knowledge().rules
    for code, rule in rules.items():
        assert pairs["letters/xet.txt", code] == ("not_found" if "ug" in rule.languages else "could_not_check"), code
        assert pairs["web/page.html", code] == "not_found"
    assert manifest["totals"]["why"]["could_not_check"] == {
        "no_words_in_ug": sum("ug" not in rule.languages for rule in rules.values())}  # fmt: skip


@pytest.mark.parametrize("sentences", [1, 3, 5, 12])
def test_manifest_and_verdict_agree_on_a_language_without_rules(sentences, tmp_path, monkeypatch):
    from sousveil.api import scan, view

    monkeypatch.setenv("SOUSVEIL_CACHE", str(tmp_path / "cache"))
    paper = tmp_path / "a.txt"
    paper.write_text("Das System muss die Ergebnisse in einer Datenbank ablegen. " * sentences)
    done = scan([paper], Settings(engine="local:1"))
    with view(done.case, done.run) as seen:
        manifest, _ = written(seen)
        selected = select(seen, Settings())
        assert manifest["documents"][0]["languages"] == ["de"]
        assert manifest["run"]["complete"] == selected.complete == (not manifest["totals"]["could_not_check"])
        assert selected.exit_code == (3 if sentences >= 5 else 0)


def test_what_was_not_asked_for_does_not_apply(view):
    manifest, _ = written(view, select=("SV01",), languages=("zh",))
    assert_adds_up(manifest)
    pairs = states(manifest)
    assert {state for (_, rule), state in pairs.items() if not rule.startswith("SV01")} == {"not_applicable"}
    assert pairs["tenders/智慧小区.pdf", "SV0101"] == "found"
    assert pairs["web/note-0.html", "SV0101"] == "not_applicable"  # it is in English
    assert manifest["run"]["chosen"]


def test_what_somebody_set_aside_was_found(shelf):
    words = "The system shall store the race of each person."
    made = shelf.document("a.txt", [(words, _place())], languages=("en",))
    aside = shelf.find(made, "race", words, attribute="race", rule="SV0201", tier="discarded",
                       discard_reason="suppressed", suppression=Suppression(kind="file", reason="agreed"))  # fmt: skip
    friend = shelf.find(made, "person", words, tier="discarded", discard_reason="false_friend")
    view = SimpleNamespace(
        documents=lambda: iter([stored("a.txt", [Language("en", 1.0, "")])]), gaps=lambda: iter(()),
        pairs=lambda tiers: iter([(stored("a.txt", []), iter([aside, friend]))]),
    )  # fmt: skip
    [told] = entries(view, _rules(load_knowledge().rules))  # type: ignore[arg-type]
    assert told["found"] == ["SV0201"]


def test_two_manifests_are_the_same_to_the_byte(view):
    assert written(view)[1] == written(view)[1]


def _place() -> Any:
    from sousveil.records import Place

    return Place(line=1, column=1)


def _rules(rules: Any, asked: frozenset[str] | None = None, chosen: frozenset[str] = frozenset()) -> Rules:
    every = frozenset(rules)
    spoken = {code: rule.languages for code, rule in rules.items()}
    return Rules(every, every if asked is None else asked, spoken, chosen)


def stored(uri: str, languages: list[Language]) -> StoredDocument:
    return StoredDocument(
        uri=uri, sha256="0" * 64, sha1="0" * 40, name=uri, media_type="text/plain", size=1, kind="other",
        kind_reason="", languages=tuple(languages),
    )  # fmt: skip


CODES = [f"SV{number:04}" for number in range(101, 109)]
SPOKEN = st.sets(st.sampled_from(["zh", "en", "ru"]))
SHARES = st.dictionaries(st.sampled_from(["zh-Hans", "zh-Hant", "en", "ru", "ko"]), st.sampled_from([0.05, 0.1, 0.6]))
REASONS = st.sets(st.sampled_from(GAP_REASONS), max_size=3)
SOURCES = st.dictionaries(
    st.sampled_from(["a.pdf", "b/ä.txt", "z.zip", "z.zip!é.md", "字.doc"]),
    st.tuples(st.none() | st.tuples(SHARES, st.sets(st.sampled_from(CODES))), REASONS),
)


@effort(max_examples=80, deadline=None)
@given(SOURCES, st.dictionaries(st.sampled_from(CODES), SPOKEN), st.sets(st.sampled_from(CODES)), SPOKEN)
def test_whatever_a_run_holds_the_four_states_add_up(sources, spoken, asked, chosen):
    sources = {uri: what for uri, what in sources.items() if what[0] is not None or what[1]}
    rules = Rules(frozenset(CODES), frozenset(asked), {code: frozenset(spoken.get(code, ())) for code in CODES},
                  frozenset(chosen))  # fmt: skip
    documents = {uri: stored(uri, [Language(code, share, "") for code, share in what[0][0].items()])
                 for uri, what in sorted(sources.items()) if what[0] is not None}  # fmt: skip
    view = SimpleNamespace(
        documents=lambda: iter(documents.values()),
        gaps=lambda: (Gap(uri=uri, reason=reason, message="") for uri, what in sorted(sources.items())
                      for reason in sorted(what[1])),
        pairs=lambda tiers: ((document, iter([SimpleNamespace(tier="finding", rule=rule, matches=())
                              for rule in sorted(sources[uri][0][1])])) for uri, document in documents.items()),
    )  # fmt: skip
    told = list(entries(view, rules))  # type: ignore[arg-type]
    total = Totals(len(CODES))
    for each in told:
        total.add(each)
    manifest = {
        "documents": told, "totals": total.as_row(), "rules": [{"id": code} for code in CODES],
        "groups": {name: rules.group(name) for name in total.groups},
    }  # fmt: skip
    assert [each["uri"] for each in told] == sorted(sources)
    assert_adds_up(manifest)
    for (uri, rule), state in states(manifest).items():
        assert state == _expected(sources[uri], rule, rules), (uri, rule)


def _expected(source: Any, rule: str, rules: Rules) -> str:
    """The state by the definition, pair by pair."""
    document, reasons = source
    if rule not in rules.asked:
        return "not_applicable"
    if document and rule in document[1]:
        return "found"
    if reasons - DELIBERATE_GAPS:
        return "could_not_check"
    if document is None:
        return "not_applicable"
    shares = Counter[str]()
    for code, share in document[0].items():
        shares[code.split("-")[0]] += share
    languages = {code for code, share in shares.items() if round(share, 3) >= 0.1}
    asked = {code for code in languages if not rules.chosen or code in rules.chosen}
    if languages and not asked:
        return "not_applicable"
    words = rules.languages[rule]
    known = frozenset[str]().union(*rules.languages.values())
    return "could_not_check" if words and asked & known - words else "not_found"


@pytest.mark.parametrize("option", ["--manifest", "--format"])
def test_the_option_and_the_form_write_the_same(option, tmp_path, monkeypatch, capfd):
    from sousveil.cli import sousveil

    monkeypatch.setenv("SOUSVEIL_CACHE", str(tmp_path / "cache"))
    (tmp_path / "a.txt").write_text("The system shall store the race of each person.\n")
    file = tmp_path / "m.json"
    value = str(file) if option == "--manifest" else f"manifest={file}"
    sousveil.main(["scan", str(tmp_path / "a.txt"), "--engine", "local:1", option, value], standalone_mode=False)
    manifest = json.loads(file.read_text(encoding="utf-8"))
    assert_adds_up(manifest)
    assert manifest["schema_version"] == "1.0"
    assert ("line 1" in capfd.readouterr().out) == (option == "--manifest")  # the text report stays the default
