"""Sousveil reads the paperwork of surveillance. For guests only: nothing inside imports this module."""
