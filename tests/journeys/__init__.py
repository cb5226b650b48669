"""Long stories through the real pages, and every page in a real browser."""
