"""The search engine on Whoosh: its files on disk, what one commit holds, and how it answers."""
