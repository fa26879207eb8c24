"""Counts of ballot files: elections that were held on paper or elsewhere."""
