"""WordprocessingML: the styles of a DOCX, its numbering, the text of its runs, its blocks."""
