"""Ballots: a question, a frozen roll, votes until the hour, and the minutes of it."""
