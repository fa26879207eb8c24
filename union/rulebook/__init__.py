"""The law as the union counts by it: every rule to be read, with what it rests on."""
