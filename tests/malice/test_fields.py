"""Every kind of field of every form, filled in by whoever means harm."""

import csv
from pathlib import Path

import pytest

from tests.access import routes
from tests.malice.knocking import well_filled_in
from tests.malice.values import NEVER, NO, VALUES

REFUSED = {403, 404, 409, 413, 422}
ROWS = {row.endpoint: row for row in routes.rows() if row.method == "POST"}
OUT_OF_TURN = {409}  # the thing was changed meanwhile, says a number of another version


def listed():
    with (Path(__file__).parent / "fields.csv").open(newline="") as file:
        for line in csv.DictReader(file):
            for name in line["fields"].split():
                yield line["endpoint"], name, line["kind"]


FIELDS = list(listed())


@pytest.mark.parametrize("endpoint", dict.fromkeys(one for one, _name, _kind in FIELDS))
def test_each_field_answers_as_its_kind_does(the_app, world, knocker, endpoint, tally):
    kind, address, form = well_filled_in(the_app, world, ROWS[endpoint])
    wrong = []
    for name, what in [(n, k) for e, n, k in FIELDS if e == endpoint]:
        for case, (value, wanted) in VALUES[what].items():
            answer = knocker(kind, "POST", address, data=form | {name: [value]})
            tally[f"fields: {what}"] += 1
            if wanted == NO:
                is_right = answer.status_code in REFUSED and not knocker.kept
            else:
                is_right = answer.status_code in (200, 303)
            if not is_right or "alert(1)</script>" in answer.text:
                wrong.append((name, case, answer.status_code, knocker.kept[:1]))

    assert wrong == []


@pytest.mark.parametrize("case", NEVER)
def test_what_nobody_types_is_taken_by_no_field(the_app, world, knocker, case, tally):
    wrong = []
    for endpoint, name, _kind in FIELDS:
        kind, address, form = well_filled_in(the_app, world, ROWS[endpoint])
        answer = knocker(kind, "POST", address, data=form | {name: [NEVER[case]]})
        tally["fields: never"] += 1
        if answer.status_code not in (422, 413) or knocker.kept:
            wrong.append((endpoint, name, answer.status_code, knocker.kept[:1]))

    assert wrong == []
