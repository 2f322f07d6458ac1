"""Readers turn bytes into documents; each is one class with one method, behind the registry."""
