"""What operators do: backup, restore, instances, health."""
