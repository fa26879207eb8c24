"""What can be wrong with a line of a spreadsheet, in a sentence each."""

from enum import StrEnum

from union.core.i18n import mark


class Kind(StrEnum):
    """A kind of fault; what is stored says no more than this."""

    NAME_MISSING = "name_missing"
    NAME_SHORT = "name_short"
    NAME_LONG = "name_long"
    NAME_LOST = "name_lost"
    NAME_MIXED = "name_mixed"
    NAME_SIGNS = "name_signs"
    NAME_NO_LETTERS = "name_no_letters"
    INVISIBLE = "invisible"
    PHONE = "phone"
    LANGUAGE = "language"
    CITY = "city"
    CITY_NEEDED = "city_needed"
    PLATFORM = "platform"
    JOINED = "joined"
    JOINED_LATER = "joined_later"
    JOINED_EARLY = "joined_early"
    VEHICLE = "vehicle"
    TOO_MANY_CELLS = "too_many_cells"


FAULTS = {
    Kind.NAME_MISSING: mark("The name is missing."),
    Kind.NAME_SHORT: mark("A name has at least two letters."),
    Kind.NAME_LONG: mark("This name is longer than 80 characters."),
    Kind.NAME_LOST: mark("A letter was lost and is a question mark now."),
    Kind.NAME_MIXED: mark(
        "Letters of two alphabets are mixed here. Write it all in one."
    ),
    Kind.NAME_SIGNS: mark(
        "Use letters, digits, spaces, hyphens, dots and apostrophes."
    ),
    Kind.NAME_NO_LETTERS: mark("A name has letters, and this has none."),
    Kind.INVISIBLE: mark("There are invisible characters in it. Type it anew."),
    Kind.PHONE: mark("This is no phone number that can be called."),
    Kind.LANGUAGE: mark("This is none of: Kazakh, Russian, English."),
    Kind.CITY: mark("This city is not on the union's list."),
    Kind.CITY_NEEDED: mark("A platform is given, and no city to go with it."),
    Kind.PLATFORM: mark("This platform is not on the union's list."),
    Kind.JOINED: mark("This is no date that exists. Write it as 31.12.2025."),
    Kind.JOINED_LATER: mark("This day has not come yet."),
    Kind.JOINED_EARLY: mark("A day before the year 2000 cannot be right."),
    Kind.VEHICLE: mark("This is none of: foot, bicycle, scooter, motorbike, car."),
    Kind.TOO_MANY_CELLS: mark("There are more cells than heads of columns."),
}
