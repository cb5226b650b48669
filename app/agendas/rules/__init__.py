"""The rules of an agenda: order, numbers, Schedule 12A, and the checks before it is issued."""
