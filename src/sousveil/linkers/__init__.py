"""Linkers: what a document says of standards, of organisations, and of this check. Registered as entry points."""
