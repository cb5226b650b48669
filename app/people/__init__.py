"""People: who they are, what posts they hold, and how they sign in."""
