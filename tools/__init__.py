"""What the makers of the hall run: never imported by the hall itself."""
