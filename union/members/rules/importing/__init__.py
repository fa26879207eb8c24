"""Lists of people on their way in, by verb."""
