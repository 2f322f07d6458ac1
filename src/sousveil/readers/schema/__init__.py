"""Schema languages that are text: what each declares, as stretches of its text.

Each gives an `outlines.Outline`; `outlines.laid` makes of it what `declared.add_declared` takes.
"""
