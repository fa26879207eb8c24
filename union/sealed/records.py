"""What is written before anybody votes: the questions, the election, the roll."""

from collections.abc import Iterable, Sequence

from gmpy2 import mpz

from union.sealed.group import Group
from union.sealed.question import Question
from union.sealed.strict import written


def question_record(question: Question) -> dict[str, object]:
    """A question; that it has no blank is not written."""
    blank: dict[str, object] = {"blank": True} if question.has_blank else {}
    return (
        {"answers": list(question.answers)}
        | blank
        | {"min": question.least, "max": question.most, "question": question.words}
    )


def election_record(
    group: Group,
    uuid: str,
    words: tuple[str, str],
    questions: Sequence[Question],
    y: mpz,
) -> bytes:
    """An election; its words are a name and a description. Spec., Election."""
    name, description = words
    return written(
        {
            "version": 1,
            "description": description,
            "name": name,
            "group": group.name,
            "public_key": str(y),
            "questions": [*map(question_record, questions)],
            "uuid": uuid,
        }
    )


def roll_record(credentials: Iterable[mpz]) -> bytes:
    """The roll: sorted by number, so that its order tells nothing of anybody."""
    return written([*map(str, sorted(credentials))])
