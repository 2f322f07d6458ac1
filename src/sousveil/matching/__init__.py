"""The automaton: every term and mask pattern of the knowledge in one pass over the text."""

from sousveil.matching.automaton import Prefilter
from sousveil.matching.matcher import Matcher, matcher_of
from sousveil.matching.patterns import MaskPattern, TermPattern

__all__ = ["MaskPattern", "Matcher", "Prefilter", "TermPattern", "matcher_of"]
