"""Guildhall: the committee intranet."""
