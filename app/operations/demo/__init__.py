"""The demo council: its own words, and the loader that brings them in through the services."""
