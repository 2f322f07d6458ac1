"""A printable report: cover, method and limits, findings with their words, what was not checked."""

from sousveil.reporters.pdf.report import PdfReporter

__all__ = ["PdfReporter"]
