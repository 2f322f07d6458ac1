"""The program's version: one place, read by the build and by every record that names the program."""

__version__ = "0.1.0"
