"""A ballot file goes in, and is refused with its line; a lot is declared."""

from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID, uuid4, uuid5

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from union.core.db import db, unit_of_work
from union.core.errors import Invalid, NotAllowed
from union.core.i18n import gettext as _
from union.core.web.application import KEY_FIELD, takes_files, works_alone
from union.core.web.forms import read, stands_on
from union.counting.errors import Malformed, NotCountable
from union.counting.rules import OPTIONS, WITHOUT_A_LOT, check_file
from union.counts import rules, wording
from union.counts.models import MOST_SEATS, MOST_VOTERS, DrawnLot, NewCount
from union.counts.queries import branches_to_count_in, count_for
from union.counts.sentences import in_words
from union.counts.views.blueprint import bp
from union.counts.views.reading import show
from union.law.thresholds import Threshold
from union.law.thresholds import in_words as threshold_in_words
from union.members.login import me
from union.members.queries import branch_or_refuse, branch_to_choose

LARGEST_FILE = 20_000_000
QUORUMS = (
    "gte 1/3 of members",
    "gt 1/2 of members",
    "gte 2/3 of members",
    "gt 1/2 of electorate",
    "gte 2/3 of delegates",
)
MAJORITIES = (
    "gt 1/2 of votes_cast",
    "gte 2/3 of votes_cast",
    "gt 1/2 of participants",
    "gt 1/2 of members",
    "gt 1/2 of electorate",
)


@bp.get("/new")
def new() -> ResponseReturnValue:
    branches = branches_to_count_in(db, me())
    if not branches:
        raise NotAllowed(_("Only a returning officer of the branch counts here."))
    return render_template(
        "counts/new.html",
        branches=[(branch.id, branch.name) for branch in branches],
        rules=wording.rules(),
        quorums=_offered(QUORUMS),
        majorities=_offered(MAJORITIES),
        most_seats=MOST_SEATS,
        most_voters=MOST_VOTERS,
    )


def _offered(thresholds: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(each, threshold_in_words(Threshold.read(each))) for each in thresholds]


@bp.post("/")
@takes_files(LARGEST_FILE)
@works_alone
@stands_on(new)
def ask() -> ResponseReturnValue:
    form = read(NewCount)
    with unit_of_work(writes=False):
        rules.refuse_others(me(), branch_or_refuse(db, form.branch_id))
    parcel = _parcel(form)
    with unit_of_work():
        branch = branch_to_choose(db, form.branch_id)
        count = rules.ask(db, branch, me(), parcel)
        place = url_for(".show", count_id=count.id)
    return redirect(place, 303)


def _parcel(form: NewCount) -> rules.Parcel:
    """The file that was sent, if it can be counted as was asked."""
    file = request.files.get("file")
    if file is None or not file.filename:
        raise _wrong("file", _("Choose a file."))
    content, options = file.read(), _options(form)
    try:
        check_file(content, form.rule, form.seats, options)
    except Malformed as error:
        words = _("Line %(line)s: %(expected)s")
        said = words % {"line": error.line, "expected": in_words(error.expected)}
        raise _wrong("file", said) from None
    except NotCountable as error:
        raise _wrong("file", in_words(str(error))) from None
    id_ = uuid5(me().id, request.form.get(KEY_FIELD) or uuid4().hex)
    name, digest = _name_of(file.filename), sha256(content).hexdigest()
    return rules.Parcel(id_, name, content, digest, form.rule, form.seats, options)


def _options(form: NewCount) -> dict[str, Any]:
    """What the rule is told besides; what it does not ask for is not passed over."""
    options = form.as_options()
    if options and form.rule in WITHOUT_A_LOT:
        raise _wrong("lot", _("This rule draws no lot: leave it empty."))
    for name in ("quorum", "approval", "spoilt_papers_vote", "electorate"):
        said = getattr(form, name)
        if said and name not in OPTIONS.get(form.rule, ()):
            raise _wrong(name, _("This rule does not ask for it: leave it empty."))
        if said:
            options[name] = _threshold(name, said) if isinstance(said, str) else said
    return options


def _threshold(name: str, said: str) -> dict[str, str]:
    if said not in (*QUORUMS, *MAJORITIES):
        raise _wrong(name, _("Choose one of the answers."))
    read = Threshold.read(said)
    share = f"{read.fraction.numerator}/{read.fraction.denominator}"
    return {"of": read.of.value, "fraction": share, "op": read.op.value}


def _wrong(field: str, sentence: str) -> Invalid:
    return Invalid(_("Please check what you entered."), {field: sentence})


def _name_of(sent: str) -> str:
    """What the file is called, without where it lay or what cannot be shown."""
    name = PurePosixPath(sent.replace("\\", "/")).name
    return "".join(letter for letter in name if letter.isprintable())


@bp.post("/<uuid:count_id>/again")
@stands_on(show)
def again(count_id: UUID) -> ResponseReturnValue:
    earlier = count_for(db, me(), count_id)
    count = rules.count_again(db, earlier, me(), read(DrawnLot))
    return redirect(url_for(".show", count_id=count.id), 303)
