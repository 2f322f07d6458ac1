"""Loads `data/` into one frozen `Knowledge`, whose digest stands in every cache key."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath
from typing import TypeVar

import msgspec

from sousveil.cache import remembered
from sousveil.errors import KnowledgeError
from sousveil.vocabulary.inference import InferenceLibrary
from sousveil.vocabulary.models import Attribute, Confidence, CueSet, MaskSet, ProcessRule, Rule
from sousveil.vocabulary.owners import OwnerClass
from sousveil.vocabulary.subjects import SubjectClass

T = TypeVar("T")


@dataclass(frozen=True)
class Knowledge:
    """All that is known, in the order of ids.

    Attributes:
        attributes: By id.
        rules: By code.
        cues: By kind.
        masks: By file name without its extension.
        confidence: Shares and thresholds.
        process: What may be wrong with the check itself, by code.
        owners: What attributes are declared of, by class: persons, animals, vehicles …
        inference: Libraries that infer attributes, and how they are called.
        digest: Hex SHA-256 over all files of `data/`, so that a changed comma re-runs what it may touch.
    """

    attributes: Mapping[str, Attribute]
    rules: Mapping[str, Rule]
    cues: Mapping[str, CueSet]
    masks: Mapping[str, MaskSet]
    confidence: Confidence
    process: Mapping[str, ProcessRule]
    owners: Mapping[str, OwnerClass]
    inference: Mapping[str, InferenceLibrary]
    digest: str
    places: Mapping[str, str] = field(default_factory=dict)
    """Rule code to the file it came from, for messages."""
    subjects: Mapping[str, SubjectClass] = field(default_factory=dict)
    """What sentences are about that are no persons, by class."""

    @cached_property
    def by_name(self) -> Mapping[str, Rule]:
        """Rules by kebab name."""
        return {rule.name: rule for rule in self.rules.values()}

    @cached_property
    def languages(self) -> frozenset[str]:
        """The languages of prose that at least one rule has words of."""
        return frozenset(language for rule in self.rules.values() for language in rule.languages)


class _Stock(msgspec.Struct, frozen=True):
    """The built-in knowledge as it is remembered between runs: parsing so much YAML takes most of a second."""

    attributes: dict[str, Attribute]
    rules: dict[str, Rule]
    cues: dict[str, CueSet]
    masks: dict[str, MaskSet]
    confidence: Confidence
    process: dict[str, ProcessRule]
    owners: dict[str, OwnerClass]
    inference: dict[str, InferenceLibrary]
    places: dict[str, str]
    subjects: dict[str, SubjectClass]


def load_knowledge(extra: Iterable[Path] = ()) -> Knowledge:
    """Loads the built-in knowledge and further folders of rules.

    Args:
        extra: Folders whose ``*.yaml`` files are rules.

    Raises:
        KnowledgeError: A file is not YAML, has a wrong shape, or repeats an id.

    >>> load_knowledge().attributes["ethnicity"].sensitivity
    'special'
    """
    stock, digest = _built_in()
    own: dict[str, bytes] = {}
    for folder in extra:
        if not folder.is_dir():
            raise KnowledgeError("no such folder of rules", str(folder), "name a folder that holds rule files, *.yaml")
        own |= {f"{folder}/{path}": content for path, content in _yaml_files(folder)}
    added = [(path, read_file(content, Rule, path)) for path, content in own.items()]
    rules = _by([*((stock.places[code], rule) for code, rule in stock.rules.items()), *added], lambda rule: rule.id)
    return Knowledge(
        stock.attributes, rules, stock.cues, stock.masks, stock.confidence, stock.process, stock.owners,
        stock.inference,
        _digest({"": digest.encode(), **own}) if own else digest,
        {**stock.places, **{rule.id: path for path, rule in added}}, stock.subjects,
    )  # fmt: skip


@cache
def _built_in() -> tuple[_Stock, str]:
    """The built-in knowledge and the digest of its files; read once a process."""
    data = dict(_yaml_files(files("sousveil") / "data"))
    digest = _digest(data)
    read = msgspec.msgpack.Decoder(_Stock).decode
    return remembered("knowledge", digest, lambda: msgspec.msgpack.encode(_parse(data)), read), digest


def _parse(data: Mapping[str, bytes]) -> _Stock:
    rules = _all(data, "rules", Rule)
    return _Stock(
        attributes=_by(_all(data, "attributes", Attribute), lambda attribute: attribute.id),
        rules=_by(rules, lambda rule: rule.id),
        cues=_by(_all(data, "cues", CueSet), lambda cues: cues.kind),
        masks={PurePosixPath(path).stem: masks for path, masks in _all(data, "masks", MaskSet)},
        confidence=read_file(data["confidence.yaml"], Confidence, "confidence.yaml"),
        process=_by(_all(data, "process", ProcessRule), lambda rule: rule.id),
        owners=read_file(data["owners.yaml"], dict[str, OwnerClass], "owners.yaml"),
        inference=read_file(data["inference.yaml"], dict[str, InferenceLibrary], "inference.yaml"),
        places={rule.id: path for path, rule in rules},
        subjects=read_file(data["subjects.yaml"], dict[str, SubjectClass], "subjects.yaml"),
    )


def _digest(data: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for path, content in sorted(data.items()):
        digest.update(f"{path}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def _yaml_files(folder: Traversable, below: str = "") -> Iterator[tuple[str, bytes]]:
    for item in folder.iterdir():
        if item.is_dir():
            yield from _yaml_files(item, f"{below}{item.name}/")
        elif item.name.endswith((".yaml", ".yml")):
            yield f"{below}{item.name}", item.read_bytes()


def _all(data: Mapping[str, bytes], folder: str, shape: type[T]) -> list[tuple[str, T]]:
    own = sorted(path for path in data if path.startswith(f"{folder}/"))
    return [(path, read_file(data[path], shape, path)) for path in own]


def _by(found: Iterable[tuple[str, T]], key: Callable[[T], str]) -> dict[str, T]:
    out: dict[str, T] = {}
    for path, item in found:
        name = key(item)
        if name in out:
            raise KnowledgeError(f"{name!r} is defined a second time", path, "give it an id of its own")
        out[name] = item
    return dict(sorted(out.items()))


def read_file(data: bytes, shape: type[T], path: str) -> T:
    """Reads one YAML file into its shape.

    Raises:
        KnowledgeError: With the file, and the key or line that is wrong.
    """
    import yaml  # not needed where the knowledge is remembered

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return msgspec.convert(yaml.load(data, Loader=loader), shape, strict=True)
    except yaml.YAMLError as error:
        raise KnowledgeError(f"not valid YAML: {error}", path, "check indentation and quotes") from error
    except msgspec.ValidationError as error:
        raise KnowledgeError(str(error), path, "compare with docs/reference/rule-format.md") from error
