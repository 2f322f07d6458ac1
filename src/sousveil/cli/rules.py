"""``sousveil rules``: what is known, and whether it proves itself."""

from __future__ import annotations

from pathlib import Path

import click

from sousveil.cli.configured import Configured
from sousveil.errors import UsageError
from sousveil.vocabulary import Knowledge, Rule, load_knowledge

_folders = click.option("--rules-dir", "folders", multiple=True, type=click.Path(path_type=Path), metavar="FOLDER",
                        help="Further rules, on top of the built-in ones. Repeatable.")  # fmt: skip


@click.group()
def rules() -> None:
    """List, show, check and test the rules."""


@rules.command("list", cls=Configured)
@_folders
def list_rules(folders: tuple[Path, ...]) -> int:
    """List all rules: code, name, attribute, languages."""
    knowledge = load_knowledge(folders)
    widest = max(len(rule.name) for rule in knowledge.rules.values())
    for rule in knowledge.rules.values():
        languages = " ".join(sorted({*rule.terms, *rule.values}))
        click.echo(f"{rule.id}  {rule.name:<{widest}}  {rule.attribute:<24}  {languages}")
    return 0


@rules.command(cls=Configured)
@click.argument("name", metavar="RULE")
@_folders
def show(name: str, folders: tuple[Path, ...]) -> int:
    """Show one rule whole, by code or name: words with glosses, false friends with notes, sources, examples."""
    click.echo("\n".join(rule_lines(find_rule(load_knowledge(folders), name))))
    return 0


@rules.command(cls=Configured)
@_folders
def lint(folders: tuple[Path, ...]) -> int:
    """Check that every rule is sound: proof, sources, glosses, expressions that compile."""
    from sousveil.vocabulary.checks import lint as check

    knowledge = load_knowledge(folders)
    wrong = check(knowledge)
    for line in wrong:
        click.echo(line)
    click.echo(f"{len(knowledge.rules)} rules, {len(wrong)} wrong", err=True)
    return 2 if wrong else 0


@rules.command(cls=Configured)
@click.argument("names", nargs=-1, metavar="[RULE]...")
@_folders
def test(names: tuple[str, ...], folders: tuple[Path, ...]) -> int:
    """Run the examples of all rules, or of those named by code or name."""
    from sousveil.proving import prove

    knowledge = load_knowledge(folders)
    chosen = [find_rule(knowledge, name) for name in names] or list(knowledge.rules.values())
    wrong = [line for rule in chosen for line in prove(rule, knowledge)]
    for line in wrong:
        click.echo(line)
    click.echo(f"{sum(len(rule.examples) for rule in chosen)} examples, {len(wrong)} wrong", err=True)
    return 2 if wrong else 0


def find_rule(knowledge: Knowledge, name: str) -> Rule:
    """A rule by its code or its name.

    Raises:
        UsageError: There is none.
    """
    rule = knowledge.rules.get(name.upper()) or knowledge.by_name.get(name)
    if rule is None:
        raise UsageError(f"no rule is called {name!r}", "sousveil rules list shows them all")
    return rule


def rule_lines(rule: Rule) -> list[str]:
    """A rule in plain words, for people."""
    lines = [f"{rule.id} {rule.name} (version {rule.version}) finds {rule.attribute}", "", rule.description.strip()]
    for title, table in (("Words that name it", rule.terms), ("Words that name a value of it", rule.values)):
        for lang, terms in table.items():
            unchecked = ", no native reader has checked these" if lang in rule.unreviewed else ""
            lines += ["", f"{title} ({lang}{unchecked}):"]
            lines += [
                f"  {text}{_meaning(term.value or term.gloss)}  [{term.strength}]" for text, term in terms.items()
            ]
    lines += ["", "Not meant:"] if rule.false_friends else []
    lines += [f"  {friend.pattern or friend.near}: {friend.note}" for friend in rule.false_friends]
    lines += ["", "Sources:", *(f"  {source.what} ({source.seen}) {source.where}".rstrip() for source in rule.sources)]
    lines += ["", "Examples:"]
    lines += [f"  {'finds ' + repr(e.match) if e.match else 'finds nothing':<24} {e.text}" for e in rule.examples]
    return lines


def _meaning(gloss: str) -> str:
    return f" = {gloss}" if gloss else ""
