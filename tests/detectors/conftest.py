"""Detection of made-up sentences, the whole way."""

import pytest

from sousveil.examine import detect
from sousveil.proving import document_of
from sousveil.vocabulary import Example, load_knowledge

KNOWLEDGE = load_knowledge()


@pytest.fixture
def found():
    """All findings of an attribute in a text; keywords as in `vocabulary.Example`."""

    def find(text, attribute, *, tiers=("finding",), surface="prose", lang="zh", **more):
        document = document_of(Example(lang=lang, surface=surface, text=text, match=None, **more))
        return [
            finding
            for finding in detect(document, KNOWLEDGE).findings
            if finding.attribute == attribute and finding.tier in tiers
        ]

    return find
