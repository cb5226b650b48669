"""Reports: officers' papers, written section by section in a report template."""
