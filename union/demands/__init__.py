"""Demands: written in three languages, decided by ballot, delivered as a letter."""
