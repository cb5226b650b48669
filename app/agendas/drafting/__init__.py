"""How an agenda comes about: items that are added, and items that are closed or opened again."""
