"""The pages of minutes: reading them, following citations, and taking them."""
