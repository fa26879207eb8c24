"""Lists that come in and go out, roles that are proposed: each with its canaries."""

from uuid import UUID, uuid4

from tests.cli.hall import eventually
from tests.members.lists import ALL, HEADS, PARTS, csv_of, parcel
from tests.secrecy.canaries import Canaries
from tests.secrecy.oneself import sent

PHONE, WAITING_PHONE, WRONG_PHONE = "7017775533", "7017775544", "70177755"


def move_lists(house, words: Canaries) -> dict[str, bytes]:
    """Send lists in, have one entered, take one out: that one, by its name."""
    officer = house.visitor(house.officers[-1])
    _enter(house, officer, words)
    _leave_lying(house, officer, words)
    _refuse(house, officer, words)
    _propose(house, officer, words)
    return _take(house, officer, words)


def _enter(house, officer, words):
    """Whoever is entered has a name that may lie open; a number never does."""
    words.lies_nowhere("phone of a list that was entered", PHONE)
    name = words.may_lie_open("name on a list that was entered").title()
    odd = words.lies_nowhere("cell of a list that nobody reads")
    rows = [[name, f"8{PHONE}", "", "", "", "", "", odd]]
    content = csv_of(rows, heads=[*HEADS, "Remarks"])
    page = _checked(house, officer, content)
    sent(officer, f"{page}/enter")
    assert eventually(lambda: "Everybody is entered" in officer.get(page).text)


def _leave_lying(house, officer, words):
    """A list that was checked and is left there is sealed as it came."""
    words.lies_nowhere("phone of a list that lies", WAITING_PHONE)
    name = words.lies_nowhere("name on a list that lies").title()
    odd = words.lies_nowhere("city of a list that lies")
    wrong = words.lies_nowhere("what is wrong on a list that lies")
    rows = [
        [name, f"8{WAITING_PHONE}", "", odd, "", "", ""],
        [wrong + " 1", f"{WRONG_PHONE}x", wrong, "", "", wrong, ""],
    ]
    page = _checked(house, officer, csv_of(rows))
    assert officer.get(f"{page}/faults").status == 200
    assert officer.get(f"{page}/faults.csv").status == 200


def _refuse(house, officer, words):
    """A file that is no list is refused, and nothing of it is kept."""
    said = words.lies_nowhere("a file that is no list").encode()
    for content, name in (
        (b"%PDF-1.7 " + said, "a.csv"),
        (b'name\n"' + said, "a.csv"),
        (b"PK\x03\x04" + said, "a.xlsx"),
    ):
        assert _send(house, officer, content, name).status == 422


def _propose(house, officer, words):
    """Why somebody is proposed stands there; what was refused does not."""
    path = f"/roles/propose/{UUID(house.voters[2].id)}"
    form = {"role": "caseworker", "branch_id": house.branch_id}
    reason = words.may_lie_open("reason to give a role")
    answer = sent(officer, path, **form, reason=reason)
    assert officer.get(answer.headers["Location"]).status == 200
    refused = words.lies_nowhere("reason of a role that there is not")
    sent(officer, path, 422, **form | {"role": "emperor"}, reason=refused)
    sought = words.lies_nowhere("who was sought for a role")
    sent(officer, "/roles/propose", 200, name=sought)


def _take(house, officer, words):
    """A list leaves with names, as it should; its purpose is noted, numbers stay."""
    form = {"branch_id": house.branch_id}
    purpose = words.may_lie_open("what a list is taken for")
    answer = sent(officer, "/people/export", 200, **form, purpose=purpose)
    refused = words.lies_nowhere("what a list of nobody is taken for")
    sent(officer, "/people/export", 404, 422, branch_id=uuid4(), purpose=refused * 2)
    page = officer.get("/people/exports")
    assert purpose in page.text
    return {"export.csv": answer.text.encode()}


def _checked(house, officer, content):
    """Send a list in and wait until the worker has looked at each line; its address."""
    answer = _send(house, officer, content, "list.csv")
    assert answer.status == 303, answer.status
    page = answer.headers["Location"].removesuffix("/columns")
    told = officer.post(f"{page}/columns", once=uuid4().hex, **ALL)
    assert told.status == 303, told.text
    assert eventually(lambda: officer.get(f"{page}/preview").status == 200)
    return page


def _send(house, officer, content, name):
    body = parcel(content, name, branch_id=str(house.branch_id), once=uuid4().hex)
    return officer.ask("POST", "/imports", body, **{"Content-Type": PARTS})
