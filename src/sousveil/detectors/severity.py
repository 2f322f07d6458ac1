"""What it would mean, never how sure we are and never who it is: the table of the manual's page on severity."""

from __future__ import annotations

from sousveil.records import Requirement, Role, Severity, Use

_HARMLESS_USES = frozenset({"protect", "define", "count", "evaluate"})
_SORTING_USES = frozenset({"classify", "search", "alert"})


def severity_of(sensitivity: str, role: Role, requirement: Requirement, use: Use, beside_special: bool) -> Severity:
    """Severity of a finding.

    Args:
        sensitivity: Of the attribute: special, proxy, identifying, descriptive.
        role: A mere mention without a use is information.
        requirement: How strongly it is asked for.
        use: What for.
        beside_special: A special attribute stands in the same passage, table, class or code list.

    >>> severity_of("special", "requirement", "shall", "classify", False)
    'critical'
    >>> severity_of("special", "requirement", "shall_not", "classify", False)
    'info'
    """
    if requirement == "shall_not" or use in _HARMLESS_USES:
        return "info"
    if role == "mention" and use == "unknown" and requirement == "none":
        return "info"
    if sensitivity == "special":
        if use in _SORTING_USES:
            return "critical" if requirement == "shall" else "high"
        return "high" if requirement == "shall" else "medium"
    if sensitivity == "proxy":
        return "high" if beside_special else "medium"
    if sensitivity == "identifying":
        return "medium" if requirement == "shall" else "low"
    return "low"
