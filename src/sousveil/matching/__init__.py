"""The automaton: every term and mask pattern of the knowledge in one pass over the text."""
