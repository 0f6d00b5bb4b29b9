"""Everything as one file: taken out in a form that outlives this software, and brought back as it was."""
