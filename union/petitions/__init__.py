"""Petitions: what members ask for together, and who put their names to it."""
