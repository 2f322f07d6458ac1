"""What is asked for of what was found: rules, thresholds, languages, and what somebody set aside.

Nothing is examined again and nothing is stored: a selection is a matter of the view.
"""

from sousveil.selection.baseline import Baseline, baseline, entry_of, read_baseline
from sousveil.selection.decisions import Before
from sousveil.selection.entries import Entry, iso_date
from sousveil.selection.ignorefile import nearest
from sousveil.selection.selected import Selected, check

__all__ = ["Baseline", "Before", "Entry", "Selected", "baseline", "check", "entry_of", "iso_date", "nearest",
           "read_baseline"]  # fmt: skip
