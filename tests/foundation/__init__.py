"""Tests of what carries every module."""
