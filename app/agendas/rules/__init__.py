"""What an agenda is held to: order, numbers, the Schedule, and the checks before it goes out."""
