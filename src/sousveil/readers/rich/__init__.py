"""RTF: its words and groups, the state of its characters, the paragraphs and tables that they make."""
