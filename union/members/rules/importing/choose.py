"""Doubles: the organiser says who is the same person, and which telling is right."""

from typing import Any

from sqlmodel import Session

from union.core.errors import NotFound, Refused
from union.core.events import announce
from union.core.i18n import gettext as _
from union.core.i18n import ngettext
from union.core.i18n import number as spelled
from union.members.doubles import Double, restored
from union.members.events import ImportReady
from union.members.forms import AllDoubles, Entering, OneDouble
from union.members.models import Import, Member, Stage
from union.members.reconciling import undecided
from union.members.rules.importing.send import refuse_others


def doubles_of(batch: Import) -> list[Double]:
    """Every line that may tell of somebody once more."""
    return restored(batch.found.get("doubles", []))


def double_on(batch: Import, line: int) -> Double:
    """The double on a line of this list."""
    found = next((d for d in doubles_of(batch) if d.line == line), None)
    if found is None:
        raise NotFound(_("There is no such line among the doubles."))
    return found


def choose_for_all(batch: Import, form: AllDoubles) -> None:
    """Decide about every double of a kind; what was decided alone stays."""
    _refuse_unless_checked(batch)

    batch.choices = batch.choices | form.model_dump(mode="json", exclude_none=True)


def choose(batch: Import, line: int, form: OneDouble) -> None:
    """Decide about one double."""
    _refuse_unless_checked(batch)
    double_on(batch, line)

    lines: dict[str, Any] = batch.choices.get("lines", {})
    own = {"whose": form.whose.value, "take": form.taken()}
    batch.choices = batch.choices | {"lines": lines | {str(line): own}}


def ask_to_enter(db: Session, batch: Import, member: Member, form: Entering) -> None:
    """Have everybody entered, at once, as shown. Asking twice is asking once."""
    refuse_others(member, batch.branch)
    if batch.stage in (Stage.ENTERING, Stage.ENTERED):
        return
    _refuse_unless_checked(batch)
    _refuse_what_is_open(batch, form)

    batch.stage, batch.done, batch.by = Stage.ENTERING, 0, member.id

    announce(
        db,
        ImportReady(by=member.id, branch_id=batch.branch_id, import_id=batch.id),
    )


def _refuse_what_is_open(batch: Import, form: Entering) -> None:
    faulty = batch.found["faulty"]
    if batch.found["people"] == 0:
        raise Refused(_("Nobody on this list can be entered. Mend it, then send it."))
    if faulty and not form.leave_out:
        words = ngettext(
            "%(count)s line is faulty. Mend it, or say that it is left out.",
            "%(count)s lines are faulty. Mend them, or say that they are left out.",
            faulty,
        )
        raise Refused(words % {"count": spelled(faulty)})
    if undecided(batch.choices, doubles_of(batch)):
        raise Refused(_("Decide about the doubles first."))


def _refuse_unless_checked(batch: Import) -> None:
    if batch.stage != Stage.CHECKED:
        raise Refused(_("This list is being worked on. Wait until that is done."))
