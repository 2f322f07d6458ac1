"""What is known: attributes, rules, cues, masks. Loads and checks `data/`; knows nothing of documents."""

from sousveil.vocabulary.inference import InferenceCall, InferenceLibrary
from sousveil.vocabulary.knowledge import Knowledge, load_knowledge
from sousveil.vocabulary.models import (
    Attribute,
    Confidence,
    CueSet,
    Example,
    FalseFriend,
    MaskSet,
    ProcessRule,
    Rule,
    Term,
)
from sousveil.vocabulary.owners import OwnerClass
from sousveil.vocabulary.subjects import SubjectClass

__all__ = [
    "Attribute", "Confidence", "CueSet", "Example", "FalseFriend", "InferenceCall", "InferenceLibrary",
    "Knowledge", "MaskSet", "OwnerClass", "ProcessRule", "Rule", "SubjectClass", "Term", "load_knowledge",
]  # fmt: skip
