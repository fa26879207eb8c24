"""Counting: ballot papers in, a report out that explains itself and can be redone by
hand.

Integers scaled by a power of ten and exact fractions; a float stands nowhere.
"""
