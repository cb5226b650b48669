"""Importing past papers: from a file to a meeting with its agenda, reports and minutes."""
