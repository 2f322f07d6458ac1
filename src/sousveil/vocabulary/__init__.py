"""What is known: attributes, rules, cues, masks. Loads and checks `data/`; knows nothing of documents."""

from sousveil.vocabulary.knowledge import Knowledge, load_knowledge
from sousveil.vocabulary.models import Attribute, Example, FalseFriend, Rule, Term

__all__ = ["Attribute", "Example", "FalseFriend", "Knowledge", "Rule", "Term", "load_knowledge"]
