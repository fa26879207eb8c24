"""The pages of demands: reading, writing, deciding, the letter."""
