"""What an operator does: the demo council, backup, restore, health."""
