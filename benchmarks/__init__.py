"""Figures that must hold: each measured against a bare baseline in the same run."""
