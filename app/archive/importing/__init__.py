"""Importing past papers: each file in one transaction, through the services of every module."""
