"""Detectors turn hits into findings, with requirement, use and the reasons."""
