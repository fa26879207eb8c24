"""Members: who belongs to the union, where, as what, and how they sign in."""
