"""Source code: grammars, what of a syntax tree is a declaration, which comments belong to it."""
