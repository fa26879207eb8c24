"""Names as they are typed into a form: tidied, or refused with what to change."""

from union.members import names


def fitting_name(name: str) -> str:
    """A name to be seen by others."""
    name = names.tidied(name)
    if flaw := names.flaw_in(name):
        raise ValueError(flaw)
    return name


def fitting_sign_in_name(name: str) -> str:
    """A name to sign in with."""
    if flaw := names.flaw_in_sign_in_name(name):
        raise ValueError(flaw)
    return name
