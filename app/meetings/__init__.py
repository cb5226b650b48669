"""Meetings: when and where a board meets, who came, and the law of clear days."""
