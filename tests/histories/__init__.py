"""Histories of a union, told at random: every promise holds after each step."""
