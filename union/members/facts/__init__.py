"""What the tables of members know of one, told by noun."""

from union.members.facts import access, joining, person, records

__all__ = ["access", "joining", "person", "records"]  # each registers what it tells
