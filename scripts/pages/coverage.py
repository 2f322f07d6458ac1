"""Pages on what a run was told and what it checked: the settings file, the manifest."""

from __future__ import annotations

from collections.abc import Iterator

import click

from pages.markdown import opening, prose, table, words
from sousveil.cli import config, configured
from sousveil.reporters import manifest


def configuration(group: click.Group) -> str:
    """Where settings come from, and every key that a settings file may hold."""
    found = ", ".join(f"`{name}`" for name in config.NAMES)
    text = opening(
        "Settings file and environment",
        """A flag is stronger than an environment variable, which is stronger than a settings file, which is stronger
        than the default. `--print-config` prints what holds and where each value comes from, as a settings file that
        can be used again in the same folder.""",
    )
    text += f"""# The file

`--config FILE`, else the file that `SOUSVEIL_CONFIG` names, else the nearest that is found: in the folder of the
first path, and in those above it up to the root of the repository (a folder with `.git`) or the home folder. In one
folder {found} are taken in this order, of the last its table `[tool.sousveil]`. `--config {config.NONE}` means no
file. The file used is told on standard error.

```toml
# .sousveil.toml
extend = ["../base.toml"]      # first those; what stands here is stronger
fail-on = "medium"
select = ["SV01", "religion"]
baseline = ".sousveil-baseline.json"
rules-dir = ["rules"]
```

It is one flat table. A key is the name of an option, with dashes or underscores, and holds for every command that has
the option. An option that may be repeated takes a list, a switch takes `true` or `false`. Paths are relative to the
file. An unknown key or a wrong value ends the program with 2 and the file and line.

A file that was found, not named, may only name paths within the repository, or within its own folder where there is
none, and nothing in `.git`; and it may not say where a report is written (`format = ["html=report.html"]`,
`manifest`). So a folder of documents from a stranger cannot overwrite something of yours. It can still ask for less to
be shown; scan such folders with `--config {config.NONE}`. A file that you name with `--config` or `SOUSVEIL_CONFIG`
may say all that.

# The environment

Each option has a variable, named after the command and the option. A switch takes `1` or `0`. Several values are set
apart by blanks, folders of rules by the sign that sets apart the entries of `PATH`; `--select`, `--ignore` and
`--lang` take commas too. An empty variable is none. One that begins like those of the command
that runs and names no option of it is told on standard error.

# Keys

"""
    heads = ("key", "type", "default", "environment", "what")
    return text + table(heads, _rows(group))


def _rows(group: click.Group) -> Iterator[tuple[str, ...]]:
    root = click.Context(group, info_name="sousveil", **group.context_settings)
    found: dict[str, tuple[click.Option, list[str]]] = {}
    for path, command in _commands(group, root):
        for option in configured.options(command):
            name = configured.name_of(option)
            variable = "_".join((*path, name)).upper().replace("-", "_")
            found.setdefault(name, (option, []))[1].append(f"`{variable}`")
    for name, (option, variables) in sorted(found.items()):
        default = "" if option.default in (None, ()) or callable(option.default) else str(option.default).lower()
        default = "" if "UNSET" in default.upper() else default
        yield (f"`{name}`", config.wanted(option)[0], words(default) if default else "", " ".join(variables),
               prose(option.help or ""))  # fmt: skip


def _commands(command: click.Command, ctx: click.Context) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield ((ctx.info_name or "",), command)
    if isinstance(command, click.Group):
        for name in command.list_commands(ctx):
            inner = command.get_command(ctx, name)
            if inner is not None:
                for path, found in _commands(inner, click.Context(inner, ctx, name)):
                    yield ((ctx.info_name or "", *path), found)


def coverage() -> str:
    """What the manifest holds."""
    text = opening(
        "Manifest",
        """`--manifest FILE`, or `--format manifest=FILE`, writes what was checked for what: for each document and each
        rule one of four states. "Nothing found" means something only where the manifest says *not found*.""",
    )
    text += table(("state", "meaning"), ((f"`{name}`", said) for name, said in manifest.STATES.items()))
    return (
        text
        + f"""The four add up to `pairs`, documents times rules. Documents are all that were read, and every other
source that left a gap. A finding that the thresholds `min-severity` and `min-confidence` leave out does not count as
found; `run.chosen` says when they are set.

# The file

One JSON object, schema version {manifest.SCHEMA_VERSION}; a part more in it raises the second number, a part changed
or gone the first. The same input gives the same bytes.

"""
        + table(("key", "what"), _KEYS)
        + """A rule's state in a document is that of the first that mentions it: `found`, then
`not_applicable`, then `could_not_check`; a rule that none mentions was not found, and `not_found` says how many these
are. A mention in the last two names a group of rules, the reasons (`why`), and for how many rules it decides (`count`):

```json
{"uri": "a.pdf", "sha256": "…", "languages": ["zh-Hans"], "found": ["SV0101"],
 "not_applicable": [{"why": ["not_selected"], "rules": "not_selected", "count": 70}],
 "could_not_check": [{"why": ["needs_ocr"], "scope": "part", "rules": "selected", "count": 8}],
 "not_found": 0}
```

# Reasons

"""
        + table(("reason", "of", "meaning"), _REASONS)
    )


_KEYS = (
    ("`schema_version`", "of this format"),
    ("`run`", "what was scanned with what; `complete` as in the exit code, `rules_changed` if the rules are others now "
     "than when the documents were read; `sources` less `done` were not reached"),
    ("`totals`", "documents, rules, pairs, each state; `why` counts pairs by reason; one pair may have several"),
    ("`rules`", "every rule: `id`, `name`, `attribute`, the `languages` it has words of"),
    ("`groups`", "groups of rules by the name that the documents use"),
    ("`documents`", "a line each, by uri"),
)  # fmt: skip
_REASONS = (
    ("a [gap](gaps.md) such as `needs_ocr`", "`could_not_check`",
     "it could not be read at all (`scope` is `whole`), or not in every part (`part`). What was "
     "read was checked; that the rule is in the rest cannot be excluded"),
    (f"`{manifest.NO_WORDS}ru`", "`could_not_check`",
     "a tenth or more of the document (`share`) is in Russian, and the rule has no Russian words. "
     "What is in other languages, and names in code, were checked"),
    (f"`{manifest.NOT_SELECTED}`", "`not_applicable`", "`--select` or `--ignore` leave the rule out"),
    (f"`{manifest.LANGUAGE_NOT_SELECTED}`", "`not_applicable`", "`--lang` leaves out every language of the document"),
    ("`image`, `empty`, `identity_document`, `data_rows`", "`not_applicable`", "the file was left unread on purpose"),
)  # fmt: skip
