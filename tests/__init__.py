"""The house itself, tested."""
