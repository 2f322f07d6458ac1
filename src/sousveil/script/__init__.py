"""What writing systems need: folding with a map back, boundaries, language."""
