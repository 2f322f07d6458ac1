"""Loads `data/` into one frozen `Knowledge`, whose digest stands in every cache key."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TypeVar

import msgspec
import yaml

from sousveil.errors import KnowledgeError
from sousveil.vocabulary.models import Attribute, Confidence, CueSet, MaskSet, Rule

T = TypeVar("T")
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Knowledge:
    """All that is known, in the order of ids.

    Attributes:
        attributes: By id.
        rules: By code.
        cues: By kind.
        masks: By file name without its extension.
        confidence: Shares and thresholds.
        digest: Hex SHA-256 over all files, so that a changed comma re-runs what it may touch.
    """

    attributes: Mapping[str, Attribute]
    rules: Mapping[str, Rule]
    cues: Mapping[str, CueSet]
    masks: Mapping[str, MaskSet]
    confidence: Confidence
    digest: str
    places: Mapping[str, str] = field(default_factory=dict)
    """Rule code to the file it came from, for messages."""

    @cached_property
    def by_name(self) -> Mapping[str, Rule]:
        """Rules by kebab name."""
        return {rule.name: rule for rule in self.rules.values()}


def load_knowledge(extra: Iterable[Path] = ()) -> Knowledge:
    """Loads the built-in knowledge and further folders of rules.

    Args:
        extra: Folders whose ``*.yaml`` files are rules.

    Raises:
        KnowledgeError: A file is not YAML, has a wrong shape, or repeats an id.

    >>> load_knowledge().attributes["ethnicity"].sensitivity
    'special'
    """
    root = files("sousveil") / "data"
    digest = hashlib.sha256()
    attributes = _by(_read_all(root / "attributes", Attribute, digest), lambda a: a.id)
    rule_files = _read_all(root / "rules", Rule, digest)
    for folder in extra:
        if not folder.is_dir():
            raise KnowledgeError("no such folder of rules", str(folder), "name a folder that holds rule files, *.yaml")
        rule_files += _read_all(folder, Rule, digest)
    rules = _by(rule_files, lambda r: r.id)
    cues = _by(_read_all(root / "cues", CueSet, digest), lambda c: c.kind)
    masks = {Path(path).stem: mask for path, mask in _read_all(root / "masks", MaskSet, digest)}
    shares = (root / "confidence.yaml").read_bytes()
    digest.update(shares)
    return Knowledge(
        attributes, rules, cues, masks, read_file(shares, Confidence, "confidence.yaml"), digest.hexdigest(),
        {rule.id: path for path, rule in rule_files},
    )  # fmt: skip


def _by(found: list[tuple[str, T]], key: object) -> dict[str, T]:
    out: dict[str, T] = {}
    for path, item in found:
        name = key(item)  # type: ignore[operator]
        if name in out:
            raise KnowledgeError(f"{name!r} is defined a second time", path, "give it an id of its own")
        out[name] = item
    return dict(sorted(out.items()))


def _read_all(folder: Traversable, shape: type[T], digest: hashlib._Hash) -> list[tuple[str, T]]:
    if not folder.is_dir():
        return []
    found = []
    for file in sorted(folder.iterdir(), key=lambda item: item.name):
        if file.name.endswith((".yaml", ".yml")):
            data = file.read_bytes()
            digest.update(f"{folder.name}/{file.name}\0".encode() + data)
            found.append((file.name, read_file(data, shape, file.name)))
    return found


def read_file(data: bytes, shape: type[T], path: str) -> T:
    """Reads one YAML file into its shape.

    Raises:
        KnowledgeError: With the file, and the key or line that is wrong.
    """
    try:
        return msgspec.convert(yaml.load(data, Loader=_Loader), shape, strict=True)
    except yaml.YAMLError as error:
        raise KnowledgeError(f"not valid YAML: {error}", path, "check indentation and quotes") from error
    except msgspec.ValidationError as error:
        raise KnowledgeError(str(error), path, "compare with docs/reference/rule-format.md") from error
