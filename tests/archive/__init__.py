"""Past papers, read by their structure."""
