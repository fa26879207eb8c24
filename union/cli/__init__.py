"""The `union` command: one module per group of commands."""
