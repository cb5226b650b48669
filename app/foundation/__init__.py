"""How things are carried: the foundation knows no council word."""
