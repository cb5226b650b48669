"""Papers as Word files: python-docx is spoken here and nowhere else."""
