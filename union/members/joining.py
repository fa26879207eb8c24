"""What a newcomer has said so far: it lives in their cookie until there is an account.

The cookie is signed and small. Its `id` becomes the account's own, so however often
the last form is sent, there is one account.
"""

from collections.abc import MutableMapping
from dataclasses import asdict, dataclass, field
from typing import Annotated, Any, ClassVar
from uuid import UUID, uuid4

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from union.members.notice import VERSION

KEY = "joining"
CODE = "recovery"  # the recovery code, sealed, until two groups of it were typed
ELSEWHERE = "elsewhere"  # a city that the union does not know yet


@dataclass
class Answers:
    """What was chosen and typed on the pages of joining."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    id: Annotated[str, Field(pattern="^[0-9a-f]{32}$")] = field(
        default_factory=lambda: uuid4().hex
    )
    notice: str = ""
    name: str = ""
    city: str = ""
    platforms: list[str] = field(default_factory=list)
    vehicle: str | None = None
    manages: bool = False
    proposed: str = ""  # a sign-in name

    @property
    def member_id(self) -> UUID:
        return UUID(self.id)

    @property
    def next_page(self) -> str:
        """The endpoint of the first page that still waits for an answer."""
        if self.notice != VERSION:
            return "members.join"
        if not self.name:
            return "members.join_name"
        return "members.join_key" if self.city else "members.join_work"


_ANSWERS = TypeAdapter(Answers)


def answers_in(cookie: MutableMapping[str, Any]) -> Answers:
    """What the cookie holds; nothing yet, if it holds nothing we understand."""
    try:
        return _ANSWERS.validate_python(cookie.get(KEY, {}))
    except ValidationError:  # an older version of us wrote it
        return Answers()


def keep(cookie: MutableMapping[str, Any], answers: Answers) -> None:
    """Remember the answers in the cookie."""
    cookie[KEY] = asdict(answers)
