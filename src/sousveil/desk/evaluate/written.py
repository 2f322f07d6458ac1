"""YAML as a person wrote it: every scalar is text, every mapping knows its line, nothing is nested without end."""

from __future__ import annotations

from collections import Counter
from typing import Any

import yaml

LINE = "__line__"
"""Name in each mapping of the line that it begins on, from 1."""
_DEEPEST = 50
_NULL = "tag:yaml.org,2002:null"
_STARTS = (yaml.MappingStartEvent, yaml.SequenceStartEvent)
_ENDS = (yaml.MappingEndEvent, yaml.SequenceEndEvent)


class _Loader(yaml.CSafeLoader):
    """Knows nothing but text and the empty value, so that 2020-01-01 and no are words."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, form) for tag, form in known if tag == _NULL]
    for first, known in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def _with_line(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    names = Counter(key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode))
    for name, times in names.items():
        if times > 1:  # the last would silently replace the others
            raise yaml.MarkedYAMLError(problem=f"{name!r} stands twice in one mapping", problem_mark=node.start_mark)
    return {**loader.construct_mapping(node, deep=True), LINE: node.start_mark.line + 1}


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _with_line)


def load(text: str) -> Any:
    """What a YAML file holds: mappings with `LINE`, lists, texts and None.

    Raises:
        yaml.YAMLError: It is no YAML, nested too deeply, or holds what is never followed: tags and aliases.
    """
    _check(text)
    return yaml.load(text, Loader=_Loader)


def _check(text: str) -> None:
    """Looks at the events first: they take no stack, while building what they tell of takes some for every level."""
    depth = 0
    event: Any
    for event in yaml.parse(text, Loader=_Loader):
        depth += isinstance(event, _STARTS) - isinstance(event, _ENDS)
        problem = ""
        if depth > _DEEPEST:
            problem = f"nested more than {_DEEPEST} deep"
        elif isinstance(event, yaml.AliasEvent) or getattr(event, "tag", None) is not None:
            problem = "tags and aliases are not followed; write the words themselves"
        if problem:
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=event.start_mark)
