"""The pages that look across modules."""
