"""A question, and which answers to it are votes. Spec., Election."""

from collections.abc import Sequence
from dataclasses import dataclass

from union.sealed.refusals import Outside, Rejected
from union.sealed.strict import Json, record, row, small_number, text

MOST_ANSWERS = 20
MOST_QUESTIONS = 50


@dataclass(frozen=True)
class Question:
    """From `least` to `most` of the answers may be chosen, or the blank if there is."""

    words: str
    answers: tuple[str, ...]
    least: int
    most: int
    has_blank: bool

    @property
    def length(self) -> int:
        """How many ciphertexts answer it: the blank stands first."""
        return self.has_blank + len(self.answers)

    @property
    def sums(self) -> range:
        """How many answers may be chosen together."""
        return range(self.least, self.most + 1)

    def check(self, vote: Sequence[int]) -> None:
        """A vote is a 0 or 1 for each answer, the blank alone or as many as allowed."""
        blank, chosen = sum(vote[: self.has_blank]), sum(vote[self.has_blank :])
        is_vote = len(vote) == self.length and set(vote) <= {0, 1}
        if not is_vote or not (chosen in self.sums if not blank else chosen == 0):
            raise Rejected("This is no vote on this question.")


def check_not_ranked(questions: Sequence[Json]) -> None:
    """A question of another kind than ours says so."""
    if any(isinstance(one, dict) and "type" in one for one in questions):
        raise Outside("Ranked questions are not part of UNION-B1.")


def check_number(questions: Sequence[Json]) -> None:
    """There is something to vote on, and not more than a ballot has room for."""
    if not 1 <= len(questions) <= MOST_QUESTIONS:
        raise Outside(f"UNION-B1 has 1 to {MOST_QUESTIONS} questions.")


def question_in(thing: Json) -> Question:
    """A question as the election's record writes it."""
    check_not_ranked([thing])
    fields = record(thing, "answers ?blank min max question")
    answers = tuple(text(answer) for answer in row(fields["answers"]))
    if not 1 <= len(answers) <= MOST_ANSWERS:
        raise Outside(f"UNION-B1 has 1 to {MOST_ANSWERS} answers to a question.")
    blank = fields.get("blank", False)
    if not isinstance(blank, bool):
        raise Rejected("Whether a question has a blank is yes or no.")
    least = small_number(fields["min"], 0, len(answers))
    most = small_number(fields["max"], max(least, 1), len(answers))
    return Question(text(fields["question"]), answers, least, most, blank)
