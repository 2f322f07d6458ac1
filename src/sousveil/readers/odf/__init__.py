"""OpenDocument: styles and lists, the text of paragraphs, blocks and tables, slides."""
