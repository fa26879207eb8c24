"""How a rule says no. Each refusal is written for the person who reads it."""

from collections.abc import Mapping
from http import HTTPStatus


class Refused(Exception):
    """The union's rules do not allow this, for the reason given."""

    status = HTTPStatus.CONFLICT

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotAllowed(Refused):
    """This person may not do this."""

    status = HTTPStatus.FORBIDDEN


class NotFound(Refused):
    """There is no such thing, or none that this person may see."""

    status = HTTPStatus.NOT_FOUND


class SignInNeeded(Refused):
    """Only members may do this, and nobody knows yet that this person is one."""

    status = HTTPStatus.UNAUTHORIZED


class StepUpNeeded(Refused):
    """The person must show once more that it is them before this act."""

    status = HTTPStatus.UNAUTHORIZED


class SecondFactorNeeded(NotAllowed):
    """Whoever serves others must sign in with more than a passphrase."""


class TooOften(Refused):
    """This person has done so as often as anybody may for now."""

    status = HTTPStatus.TOO_MANY_REQUESTS


class ClockMovedBack(Refused):
    """The clock is behind a moment that it has told before: no hour can be kept."""

    status = HTTPStatus.SERVICE_UNAVAILABLE


class Invalid(Refused):
    """What was sent does not make sense, field by field."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, reason: str, problems: Mapping[str, str]) -> None:
        super().__init__(reason)
        self.problems = dict(problems)
