"""`flask backup FILE` and `flask restore FILE`: one file, the same whatever the database is."""
