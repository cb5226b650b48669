"""The council's own list of words that mean the same, for the search."""
