"""Shape of `data/inference.yaml`: libraries and services that derive an attribute from a face or a name."""

from __future__ import annotations

from msgspec import field

from sousveil.vocabulary.models import FactSource, Part


class InferenceCall(Part, frozen=True):
    """A call, option or endpoint by which a library infers attributes.

    Attributes:
        pattern: Regular expression; its group ``args``, if it has one, holds the options.
        options: Word of the options to the id of the attribute that it asks for.
        attributes: What is inferred where no option is written, or where the call has none.
    """

    pattern: str
    options: dict[str, str] = field(default_factory=dict)
    attributes: tuple[str, ...] = ()


class InferenceLibrary(Part, frozen=True):
    """A library or service.

    Attributes:
        name: As its makers write it.
        source_of: ``face`` or ``name``: what it infers from.
        named: Regular expression of how a file names it: import, package, host. Without it nothing is found.
        calls: See `InferenceCall`.
        sources: Where the calls can be read.
    """

    name: str
    source_of: str
    named: str
    calls: tuple[InferenceCall, ...]
    sources: tuple[FactSource, ...]
