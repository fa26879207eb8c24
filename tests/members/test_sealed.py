"""Keys of sealed fields are changed while people go on reading."""

import pytest
from sqlalchemy import LargeBinary
from sqlmodel import SQLModel

from union.core.fields import Keyring, Unreadable
from union.members.models import Contact, Import, OneTimeSecret, PhoneCode
from union.members.rules.contact import phone_of, place_of_phone
from union.members.sealed import SEALED, Progress, closed_by_each, renew_some

OTHERWISE = {"envelope.sealed"}  # by a key of its ballot's own, gone when it closes
OLD = Keyring({"2026": "o" * 32})
BOTH = Keyring({"2027": "n" * 32, "2026": "o" * 32})
NEW = Keyring({"2027": "n" * 32})

PHONES = SEALED[0]


def test_every_sealed_column_can_be_rotated(the_app):
    sealed = {
        str(column)
        for table in SQLModel.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, LargeBinary) and "sealed" in column.name
    }

    assert sealed - {column.name for column in SEALED} == OTHERWISE


@pytest.fixture
def contacts(make):
    return [contact(make, OLD, n) for n in range(5)]


def contact(make, ring, n):
    ada = make.member()
    sealed = ring.seal(f"+7701234567{n}".encode(), place_of_phone(ada.id))
    return make.save(
        Contact(member_id=ada.id, branch_id=ada.branch_id, phone_sealed=sealed)
    )


def rotate(db, column, ring, *, rounds=99):
    progress = Progress()
    while not progress.is_done and rounds:
        renew_some(db, column, ring, progress)
        db.commit()
        rounds -= 1
    return progress


def test_everything_gets_the_newest_key(db, contacts):
    progress = rotate(db, PHONES, BOTH)

    assert progress.renewed == 5
    assert {phone_of(each, NEW) for each in contacts} == {
        f"+7701234567{n}" for n in range(5)
    }
    assert {phone_of(each, OLD) for each in contacts} == {None}


def test_half_way_all_of_it_is_readable(db, contacts, monkeypatch):
    slowly = type(PHONES)(**vars(PHONES) | {"at_once": 2})

    rotate(db, slowly, BOTH, rounds=1)

    assert closed_by_each(db) == {"2026": 3, "2027": 2}
    assert None not in {phone_of(each, BOTH) for each in contacts}


def test_begun_again_it_passes_over_what_is_done(db, contacts):
    slowly = type(PHONES)(**vars(PHONES) | {"at_once": 2})
    rotate(db, slowly, BOTH, rounds=2)

    again = rotate(db, slowly, BOTH)
    once_more = rotate(db, slowly, BOTH)

    assert (again.renewed, once_more.renewed) == (1, 0)
    assert closed_by_each(db) == {"2027": 5}
    assert len(contacts) == 5


def test_what_no_key_opens_is_counted_and_left_alone(db, make, contacts):
    lost = contact(make, Keyring({"gone": "g" * 32}), 9)
    before = lost.phone_sealed

    progress = rotate(db, PHONES, BOTH)

    db.refresh(lost)
    assert (progress.renewed, progress.unreadable) == (5, 1)
    assert lost.phone_sealed == before
    assert closed_by_each(db)["gone"] == 1
    assert len(contacts) == 5


def test_each_column_is_rotated_in_its_place(db, make):
    ada = make.member()
    here = ada.branch_id
    rows = {
        "contact.phone_sealed": Contact(
            member_id=ada.id, branch_id=here, phone_sealed=b""
        ),
        "phonecode.sealed": PhoneCode(member_id=ada.id, sealed=b""),
        "onetimesecret.sealed": OneTimeSecret(member_id=ada.id, sealed=b""),
        "import.sealed": Import(branch_id=here, by=ada.id, name="a.csv", sealed=b""),
    }
    for column in SEALED:
        row = rows[column.name]
        place = column.place_of(getattr(row, column.key))
        setattr(row, column.column, OLD.seal(b"kept", place))
        make.save(row)

    for column in SEALED:
        rotate(db, column, BOTH)

    for column in SEALED:
        row = rows[column.name]
        place = column.place_of(getattr(row, column.key))
        assert NEW.open(getattr(row, column.column), place) == b"kept"
        with pytest.raises(Unreadable):
            NEW.open(getattr(row, column.column), place + "0")


def test_an_import_without_its_file_is_passed_over(db, make):
    ada = make.member()
    make.save(Import(branch_id=ada.branch_id, by=ada.id, name="a.csv", sealed=None))

    assert rotate(db, SEALED[3], BOTH).renewed == 0
