"""Marks a closed file on every page as it is downloaded; the stored file never changes."""
