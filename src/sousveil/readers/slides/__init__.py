"""PresentationML: the slides of a PPTX, the shapes on them, their text, tables and labels of charts."""
