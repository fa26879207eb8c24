"""Bad input of every kind, each case with the answer it must get."""
