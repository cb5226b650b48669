"""What every page shares: the gate, access, the one commit, forms, headers."""
