"""Masks what belongs to natural persons: names after the cues that introduce them, and their numbers.

Where no cue and no number was hit nothing is done. Masks are stretches; what is shown of a masked stretch is a sign for
each code point, so that offsets hold.
"""
