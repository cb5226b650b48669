"""The one dialect of stored text: a small HTML subset, cleaned, typed, numbered and linked."""
