"""Open Contracting data: what a file of it is, how a package is split, what of a release is read."""
