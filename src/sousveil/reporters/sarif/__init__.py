"""SARIF 2.1.0 (OASIS, errata 01), for code scanning on GitHub and for every viewer that reads it."""

from sousveil.reporters.sarif.log import SarifReporter

__all__ = ["SarifReporter"]
