"""Reporters write what a view shows."""
