"""The tree of errors. Each carries what is needed to repair it.

* SousveilError
  x UsageError              wrong flags or paths: exit code 2
    + SettingsError         a setting that does not exist or cannot hold
  x KnowledgeError          a data file that breaks the rules of the vocabulary: exit code 2
  x CaseError               a case folder that cannot be opened, or is not one
  x Unreadable              a source that could not be checked: becomes a Gap, never stops the rest
"""

from __future__ import annotations


class SousveilError(Exception):
    """Root of all errors that this program raises on purpose.

    Args:
        message: What went wrong, with the place.
        remedy: What the user can do about it; empty where nothing helps.
    """

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} ({self.remedy})" if self.remedy else self.message


class UsageError(SousveilError):
    """The command or call cannot be carried out as written."""


class SettingsError(UsageError):
    """A setting is unknown or out of its range."""


class KnowledgeError(SousveilError):
    """A file of `data/` or of a rules folder breaks the vocabulary's own rules.

    Args:
        message: What is wrong.
        path: The file, as given to the loader.
        remedy: How to repair it.
    """

    def __init__(self, message: str, path: str = "", remedy: str = "") -> None:
        super().__init__(f"{path}: {message}" if path else message, remedy)
        self.path = path


class CaseError(SousveilError):
    """A case folder cannot be opened, is not a case, or is being written by another process."""


class Unreadable(SousveilError):  # noqa: N818 - it is a fact about a source, not a fault of the program
    """A source, or a part of it, that could not be checked.

    Args:
        reason: One of `records.GAP_REASONS`.
        message: What was seen, in one line.
        remedy: What would make it readable.
        place: Where in the source, such as ``page 3``; empty for the whole.
    """

    def __init__(self, reason: str, message: str, remedy: str = "", place: str = "") -> None:
        super().__init__(message, remedy)
        self.reason = reason
        self.place = place
