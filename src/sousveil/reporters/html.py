"""The report as one HTML file: no script, nothing loaded from anywhere, every number a link to its words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from sousveil.records import Finding
from sousveil.reporters import caveats, marks, words
from sousveil.reporters.quoting import Exhibit, Stretch, clip, clipped, exhibits, stretches, visible
from sousveil.reporters.tally import Tally, by_reason, coverage, tally, tiers_shown
from sousveil.settings import Settings
from sousveil.vocabulary import Knowledge, load_knowledge

if TYPE_CHECKING:
    from jinja2 import Environment

    from sousveil.stores.rows import StoredDocument
    from sousveil.stores.shown import Shown

QUOTE_ROOM = 600
"""Code points of a quotation shown around its hits."""

LINE_ROOM = 160
"""The same in the one line of a clue."""

CITED_ROOM = 200
"""The same in a citation: standards are protected works, and a citation is a quotation."""

OPEN_UP_TO = 200
"""With more findings than this a document's are folded, so that the page opens at once."""


class HtmlReporter:
    """Writes one page that a browser opens from a disk, and a person can read, search, print and send on."""

    def report(self, view: Shown, out: IO[bytes], settings: Settings) -> None:
        """Writes the page to `out`, document by document: no more than one document's findings is held at a time."""
        knowledge = load_knowledge(settings.rules)
        counted = tally(view)
        page = environment(knowledge).get_template("report.html").stream(
            run=view.run, tally=counted, coverage=coverage(view, counted.documents),
            filters=marks.filters(counted, knowledge), opened=counted.findings <= OPEN_UP_TO,
            gaps=by_reason(view.gaps()), notices=view.notices(), counts=view.counts(), chosen=view.chosen,
            verdict=caveats.verdict_words(view.exit_code, settings), nothing=caveats.nothing_words(view),
            folders=_folders(view, settings, found=True), lesser_folders=_folders(view, settings, found=False),
            silent=(document for document in view.documents() if document.uri not in counted.uris),
            rules_changed=view.run.knowledge != knowledge.digest,
        )  # fmt: skip
        page.enable_buffering(100)
        for part in page:
            out.write(part.encode())


@dataclass(frozen=True, slots=True)
class Folder:
    """A document and what was found in it.

    Attributes:
        document: As stored.
        copy: 0, or how many files with the same bytes came before it.
        findings: Of the tier ``finding``.
        clues: Of the tier ``clue``.
        discarded: What was set aside; empty unless asked for.
    """

    document: StoredDocument
    copy: int
    findings: tuple[Finding, ...]
    clues: tuple[Finding, ...]
    discarded: tuple[Finding, ...]

    @property
    def exhibits(self) -> list[Exhibit]:
        """The findings by the quotation they share."""
        return exhibits(self.findings)

    @property
    def numbers(self) -> Tally:
        """The numbers of this document."""
        counted = Tally()
        counted.add_document(self.document.uri, self.findings)
        return counted


def _folders(view: Shown, settings: Settings, found: bool) -> Iterator[Folder]:
    """Documents with findings, or those with clues (and what was set aside, if asked for) alone."""
    tiers = tiers_shown(settings)
    copies: dict[str, int] = {}
    for document, findings in view.pairs(tiers):
        held: dict[str, list[Finding]] = {tier: [] for tier in tiers}
        for finding in findings:
            held[finding.tier].append(finding)
        copy = copies[document.sha256] = copies.get(document.sha256, -1) + 1
        if bool(held["finding"]) == found:
            yield Folder(document, copy, *(tuple(held.get(tier, ())) for tier in ("finding", "clue", "discarded")))


def environment(knowledge: Knowledge) -> Environment:
    """The template engine: all text is made visible, then escaped, whatever a template forgets."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("sousveil.reporters"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, finalize=_harmless,
    )  # fmt: skip
    made.filters.update(
        slug=marks.slug, number="{:,}".format, clip=clip, quoted=_quoted, lined=_lined, cited=_cited,
        language=words.language_words,
    )  # fmt: skip
    made.globals.update(
        knowledge=knowledge, words=words, marks=marks, caveats=caveats, stretches=stretches, is_link=_is_link,
        label=lambda attribute: words.attribute_label(attribute, knowledge),
        claim=lambda finding: words.claim(finding, knowledge),
    )  # fmt: skip
    return made


def _harmless(value: Any) -> Any:
    return visible(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


def _quoted(quote: Iterable[Stretch]) -> tuple[Stretch, ...]:
    return clipped(quote, QUOTE_ROOM)


def _lined(quote: Iterable[Stretch]) -> tuple[Stretch, ...]:
    return clipped(quote, LINE_ROOM)


def _cited(quote: Iterable[Stretch]) -> str:
    return "".join(part.text for part in clipped(quote, CITED_ROOM))


def _is_link(where: str) -> bool:
    """Whether a source of a rule can be opened; anything but a web address is told as text."""
    return where.startswith(("https://", "http://"))
