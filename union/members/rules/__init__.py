"""What members do and what is done with their standing, by noun."""
