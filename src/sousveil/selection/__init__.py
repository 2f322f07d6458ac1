"""What is asked for of what was found: rules, thresholds, languages, and what somebody set aside.

Nothing is examined again and nothing is stored: a selection is a matter of the view.
"""

from sousveil.selection.baseline import NAME as BASELINE
from sousveil.selection.baseline import Baseline, read_baseline
from sousveil.selection.decisions import Before, standing
from sousveil.selection.entries import Entry, iso_date
from sousveil.selection.ignorefile import nearest
from sousveil.selection.selected import Selected, check
from sousveil.selection.upkeep import Said, Upkeep, created, pruned, updated

__all__ = [
    "BASELINE", "Baseline", "Before", "Entry", "Said", "Selected", "Upkeep", "check", "created", "iso_date", "nearest",
    "pruned", "read_baseline", "standing", "updated",
]  # fmt: skip
