"""Minutes: the record of a meeting, one numbered minute to an item."""
