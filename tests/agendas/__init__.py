"""Tests of agendas."""
