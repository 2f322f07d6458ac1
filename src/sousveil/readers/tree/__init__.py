"""JSON and YAML as trees of keys and values: events with their places in the file, and the passages made of them."""
