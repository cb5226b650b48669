"""What every page shares: sign-in, access, the one commit, forms, headers."""
