"""What the law and the statutes ask for, as arithmetic that anyone can repeat."""
