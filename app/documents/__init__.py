"""Managed documents: files with versions."""
