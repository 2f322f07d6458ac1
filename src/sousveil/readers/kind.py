"""Decides what kind of document something is, with the reason."""

from __future__ import annotations


def document_kind(name: str, media_type: str, title: str, opening: str) -> tuple[str, str]:
    """Kind (one of `records.DOCUMENT_KINDS`) and the reason, from the name, the title and the first 20,000 code points."""
    return "other", "nothing in its name or words says more"
