"""Whole histories of a union, told at random: what is promised holds after each step."""
