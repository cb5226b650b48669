"""Actions: what somebody promised at a meeting, and what became of it."""
