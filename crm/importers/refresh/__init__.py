"""Sources that are asked again: which there are, which are due, and how each went."""
