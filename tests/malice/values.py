"""What is typed by whoever means harm, by kind of field: each with its answer.

`no` is 422 with the form again and nothing kept; `yes` is taken as the text it is.
"""

NO, YES = "no", "yes"
LINE = "a line"  # of words, a title
WORDS = "words"  # of several lines
REASON = "a reason"  # why an officer does something: read in the minutes, so no tricks
OPTIONAL = "an optional line"
NAME = "a name"  # of a person
NUMBER = "a number"
MOMENT = "a moment"
CHOICE = "a choice"  # of what is offered
ID = "an id"

NEVER = {  # no field of any kind takes these
    "NUL": "a\0b",
    "a bell": "a\x07b",
    "escape": "a\x1b[31mb",
    "delete": "a\x7fb",
    "C1": "a\x85b",
    "no character": "a\ufdd0b",
    "the last of a plane": "a\uffffb",
    "200 kB": "a" * 200_000,
}
TEXT = {  # what is words is kept as words
    "SQL": ("' OR 1=1--", YES),
    "a template": ("{{7*7}}${7*7}<%= 7*7 %>", YES),
    "a format": ("%s%n%(title)s{0}", YES),
    "a script": ("<script>alert(1)</script>", YES),
    "turned round": ("ab\u202edcba", YES),
    "isolated": ("\u2066ab\u2069c", YES),
    "unseen": ("ab\u200bc", YES),
    "tags": ("ab\U000e0041c", YES),
    "marks upon marks": ("Z" + "\u0351" * 9 + "algo", YES),
    "a formula": ("=cmd|'/c calc'!A1", YES),
    "Kazakh": ("Әлғқңөұүһі", YES),
    "nothing but blanks": ("   ", NO),
}
HIDDEN = ("turned round", "isolated", "unseen", "tags")
VALUES = {
    REASON: TEXT | {case: (TEXT[case][0], NO) for case in HIDDEN},
    OPTIONAL: TEXT | {"nothing but blanks": ("   ", YES)},
    LINE: TEXT | {"two lines": ("a\nb", YES)},
    WORDS: TEXT | {"many lines": ("a\n\n\nb\n" * 3, YES)},
    NUMBER: {
        "below zero": ("-1", NO),
        "none": ("0", NO),
        "beyond 32 bits": (str(2**31), NO),
        "beyond 64 bits": (str(2**63), NO),
        "beyond all": ("9" * 5000, NO),
        "1e309": ("1e309", NO),
        "not a number": ("NaN", NO),
        "without end": ("Infinity", NO),
        "a list": ("[1]", NO),
        "true": ("true", NO),
        "half": ("1.5", NO),
        "hexadecimal": ("0x10", NO),
        "SQL": ("1 OR 1=1", NO),
        "words": ("forty", NO),
    },
    MOMENT: {
        "29 February": ("2026-02-29T10:00", NO),
        "month 13": ("2026-13-01T10:00", NO),
        "hour 25": ("2026-01-01T25:00", NO),
        "year 0": ("0000-01-01T00:00", NO),
        "year 1": ("0001-01-01T00:00", NO),
        "year 9999": ("9999-12-31T23:59", NO),
        "a far zone": ("9999-12-31T23:59+14:01", NO),
        "words": ("tomorrow", NO),
        "SQL": ("' OR 1=1--", NO),
        "not a number": ("NaN", NO),
        "1e309": ("1e309", NO),
    },
    CHOICE: {
        "another": ("perhaps", NO),
        "in capitals": ("YES!", NO),
        "__proto__": ("__proto__", NO),
        "SQL": ("' OR 1=1--", NO),
        "a number": ("99", NO),
        "a list": ("[]", NO),
        "a script": ("<script>", NO),
        "turned round": ("\u202eyes", NO),
    },
    ID: {
        "none": ("00000000-0000-0000-0000-000000000000", NO),
        "a number": ("1", NO),
        "SQL": ("' OR 1=1--", NO),
        "a path": ("../../etc/passwd", NO),
        "a list": ("[]", NO),
        "too long": ("0" * 500, NO),
    },
}
