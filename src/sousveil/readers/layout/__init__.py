"""Geometry of PDF pages: lines, blocks, reading order, ruled tables."""
