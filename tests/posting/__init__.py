"""Every form of the house, filled in as it stands on its page, and sent twice."""
