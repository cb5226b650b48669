"""Papers as Word files, looked at and read again."""
