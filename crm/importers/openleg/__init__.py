"""New York's Open Legislation: the State Senate's API answers, and the legislature's own source files."""
