"""The pages of past papers."""
