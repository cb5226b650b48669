"""Actions: made, worked on, closed, found, and kept from those who may not see them."""
