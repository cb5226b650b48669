"""Understanding a past paper by its structure: lines in, one typed paper out, no database."""
