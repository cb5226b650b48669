"""What a reader gets of an agenda: its head, its lines, and what happened to it."""
