"""WordprocessingML: the parts of a DOCX, its styles, its numbering, the text of its runs, its blocks."""
