"""Writes docs/reference/ from the code and the data: `python scripts/build_docs.py`.

With `--check` it writes nothing and ends with 1 if a page is not as the code and the data say.
"""

from __future__ import annotations

import sys
from pathlib import Path

from pages import coverage, evidence, program, records, rules
from sousveil.cli import sousveil
from sousveil.vocabulary import load_knowledge

REFERENCE = Path(__file__).resolve().parents[1] / "docs" / "reference"
MEASURED = frozenset({"accuracy.md"})
"""Pages that scripts/accuracy.py writes: they are measured, which takes a minute."""


def pages() -> dict[str, str]:
    """The text of every page, by its path below docs/reference/."""
    knowledge = load_knowledge()
    found = {
        "commands.md": program.commands(sousveil),
        "exit-codes.md": program.exit_codes(),
        "settings.md": program.settings(),
        "configuration.md": coverage.configuration(sousveil),
        "manifest.md": coverage.coverage(),
        "formats.md": program.formats(),
        "findings.md": records.findings(),
        "gaps.md": records.gaps(),
        "attributes.md": rules.attributes(knowledge),
        "rule-format.md": rules.rule_format(),
        "confidence.md": evidence.confidence(knowledge),
        "cues.md": evidence.cues(knowledge),
        "masks.md": evidence.masks(knowledge),
        "rules/index.md": rules.index(knowledge),
    }
    used = {rule.attribute for rule in knowledge.rules.values()}
    for attribute in knowledge.attributes.values():
        if attribute.id in used:
            found[f"rules/{attribute.id}.md"] = rules.attribute_page(attribute, knowledge)
    return {path: text.rstrip() + "\n" for path, text in found.items()}


def stale(wanted: dict[str, str]) -> list[str]:
    """Pages that are missing, differ, or are no longer wanted."""
    there = {str(path.relative_to(REFERENCE)): path.read_text(encoding="utf-8") for path in REFERENCE.rglob("*.md")}
    there = {path: text for path, text in there.items() if path not in MEASURED}
    return sorted(path for path in wanted.keys() | there.keys() if wanted.get(path) != there.get(path))


def write(wanted: dict[str, str]) -> None:
    """Writes what differs and removes what is no longer wanted."""
    for path in stale(wanted):
        file = REFERENCE / path
        if path in wanted:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(wanted[path], encoding="utf-8", newline="\n")
        else:
            file.unlink()
        print(f"docs/reference/{path}")


if __name__ == "__main__":
    wanted = pages()
    if "--check" not in sys.argv[1:]:
        write(wanted)
    elif stale(wanted):
        sys.exit(f"not as the code and the data say: {', '.join(stale(wanted))}; run python scripts/build_docs.py")
