"""Past papers brought in: a file in, a meeting with its agenda, reports and minutes out."""
