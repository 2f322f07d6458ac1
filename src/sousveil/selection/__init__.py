"""What is asked for of what was found: rules, thresholds, languages, and what somebody set aside.

Nothing is examined again and nothing is stored: a selection is a matter of the view.
"""

from sousveil.selection.selected import Selected

__all__ = ["Selected"]
