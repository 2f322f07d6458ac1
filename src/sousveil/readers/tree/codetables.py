"""Code tables in a tree: mappings of codes to labels, and lists of labels, under a key or as the file itself."""

from __future__ import annotations

from collections.abc import Iterator

from sousveil.readers.tree.events import MAP, VALUE, Events, Line
from sousveil.readers.tree.named import Named
from sousveil.readers.tree.profiles import schema_words

_FEWEST, _MOST = 2, 400
"""Entries. What holds more is data or a translation."""
_LONGEST_CODE, _SHORT_CODE, _LONGEST_LABEL = 24, 6, 80
"""With their quotes. Two entries are a code table only where the codes are short."""

_NO_LABELS = frozenset({"true", "false", "null", "none", "~"})


def is_code_table(events: Events, node: int) -> bool:
    """Whether a mapping pairs short codes with short labels, all different: ``{"BLK": "Black", "WHI": "White"}``."""
    entries = (events.closing[node] - node - 1) // 2
    if events.kinds[node] != MAP or not _FEWEST <= entries <= _MOST:
        return False
    longest = _LONGEST_CODE if entries > _FEWEST else _SHORT_CODE
    labels: set[str] = set()
    for key, value in events.members(node):
        if events.kinds[value] != VALUE or events.ends[key] - events.starts[key] > longest:
            return False
        label = events.words(value)
        if not is_label(label) or label in labels or events.words(key) in schema_words().plain:
            return False
        labels.add(label)
    return True


def is_label(words: str) -> bool:
    """Whether words may be the label of a value: short, with a letter, and no address, path or template.

    >>> is_label("AMERICAN INDIAN"), is_label("https://example.org"), is_label("12")
    (True, False, False)
    """
    if words.lower() in _NO_LABELS:
        return False
    return len(words) <= _LONGEST_LABEL and any(map(str.isalpha, words)) and not any(sign in words for sign in "/{}<>$")


def entry(key: Line, value: Line) -> tuple[Named, ...]:
    """What the passage ``key: value`` of a code table declares."""
    code = "".join(words for words, _ in key)
    start = len(code) + 2
    return (Named("value", start, start + sum(len(words) for words, _ in value), code=code),)


def listed(key: Line, items: Line) -> Iterator[Named]:
    """What a list of labels behind its key declares: the key as a field, the labels as its values.

    Args:
        key: Empty where the list has none.
        items: The whole passage, its key and separators included (these have no place).
    """
    name = "".join(words for words, _ in key)
    if name:
        yield Named("field", 0, len(name))
    at = begin = len(name)
    label = ""
    for words, offset in (*items[len(key) :], ("", -1)):
        if offset < 0:
            if label and is_label(label):
                yield Named("value", begin, at, (name,) if name else ())
            label, begin = "", at + len(words)
        else:
            label += words
        at += len(words)
