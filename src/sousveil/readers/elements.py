"""The elements of HTML that part a page into passages, and what the passages in them are."""

from __future__ import annotations

from collections.abc import Collection

from sousveil.records import PassageKind

HEADINGS = {f"h{level}": level for level in range(1, 7)}
LISTS = frozenset({"ul", "ol", "dl", "menu", "dir"})
KINDS: dict[str, PassageKind] = {
    "li": "list_item", "dt": "label", "dd": "paragraph", "caption": "caption", "figcaption": "caption",
    "label": "label", "legend": "label", "option": "label", "button": "label", "title": "title", "pre": "line",
    "textarea": "line", **dict.fromkeys(HEADINGS, "heading"),
}  # fmt: skip
"""Elements that decide the kind of the passages in them."""
SIBLINGS: dict[str, Collection[str]] = {
    "li": ("li",), "dt": ("dt", "dd"), "dd": ("dt", "dd"), "option": ("option",), **dict.fromkeys(HEADINGS, HEADINGS)
}  # fmt: skip
"""Elements that end where one of these begins, closed or not."""
ENDED_BY_BLOCKS = frozenset({"label", "button", "option", "title"})
OF_TABLES = frozenset({"td", "th", "tr", "thead", "tbody", "tfoot", "caption"})
BLOCKS = frozenset(
    "address article aside blockquote body center details dialog div fieldset figure footer form frameset head header "  # noqa: SIM905
    "hgroup hr html main nav optgroup p section select summary table template".split()
)
STRUCTURE = BLOCKS | LISTS | OF_TABLES | frozenset(KINDS)
