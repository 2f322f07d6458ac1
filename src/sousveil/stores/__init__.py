"""The case on disk: its writer and its read-only views."""
