"""What every page shares: forms, headers, components."""
