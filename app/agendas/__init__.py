"""Agendas: what is to be taken at a meeting, in which order, and what was issued."""
