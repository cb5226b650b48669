"""Boards, task groups and partnerships: who sits on them, and who runs their paperwork."""
