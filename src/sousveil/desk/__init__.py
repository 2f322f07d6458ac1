"""What works on a whole case or a set of files, on top of `examine`."""
