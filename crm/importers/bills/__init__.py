"""Bills from any source: read into plain records, then put on file, once."""
