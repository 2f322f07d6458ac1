"""Engines run a pure function over many sources."""
