"""What readers are shown of an agenda: its head, its lines, and its history."""
