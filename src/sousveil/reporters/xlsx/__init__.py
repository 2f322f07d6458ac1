"""A workbook for people who live in spreadsheets: summary, findings, clues, documents, what was not checked, rules."""

from sousveil.reporters.xlsx.workbook import WorkbookReporter

__all__ = ["WorkbookReporter"]
