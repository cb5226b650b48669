"""Bringing past papers in: one file, one transaction, through the services of every module."""
