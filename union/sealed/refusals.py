"""The two ways in which an election fails: it is false, or it is not one of ours."""


class Rejected(Exception):
    """Something is not as the protocol wants it; the reason is one sentence."""


class Outside(Rejected):
    """It cannot be read at all, or lies outside the profile UNION-B1."""
