"""What every page shares: the transaction, the doors, the forms, the ways to say no."""
