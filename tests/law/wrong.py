"""What somebody may write wrongly in a pack, on which line that is, and what is said."""

FRACTION = (
    'expected a fraction of whole numbers, such as "2/3"; more than nothing, and at '
    'most "1/1"'
)
LINE = "expected a line of 1 to 300 characters, with a letter or a digit in it"
DATE = "expected a date that exists, such as 2026-11-23"
KINDS = "ballot, deadline, form, eligibility, right, prohibition, risk"
CLOCK = "roll: none, direction: after}"
BAD = {  # what is written -> what instead, and what is said of it
    'fraction: "2/3"': (
        ['"0.6667"', "0.67", "4/3", "2/0", "0/3", "-1/2", "two thirds", "10000/3", "²/3"],
        {
            '"0.6667"': f"rules[0].quorum.fraction: «0.6667»; {FRACTION}",
            "4/3": "rules[0].quorum.fraction: «4/3»; expected more than nothing, and what "
            "somebody can reach",
        },
    ),
    "unit: working_day": (
        ["fortnight", "null", "[day]", "{day: 1}", "true"],
        {
            "fortnight": "rules[1].clock.unit: «fortnight»; expected one of: working_day, "
            "calendar_day, week, month, year, hour",
            "null": "rules[1].clock.unit: nothing; expected one of: working_day, "
            "calendar_day, week, month, year, hour",
            "[day]": "rules[1].clock.unit: a list; expected one of: working_day, "
            "calendar_day, week, month, year, hour",
            "{day: 1}": "rules[1].clock.unit: a mapping; expected one of: working_day, "
            "calendar_day, week, month, year, hour",
        },
    ),
    "kind: risk": (["guess"], {"guess": f"rules[2].kind: «guess»; expected one of: {KINDS}"}),
    "source: LC": (
        ["NOWHERE"],
        {
            "NOWHERE": "rules[0].citation.source: there is no source «NOWHERE»; expected "
            "one of the pack's sources"
        },
    ),
    "tracks: [E]": (
        ["[X]", "[]", "[E, E]", "E"],
        {
            "[X]": "rules[0].tracks[0]: there is no track «X»; expected one of the pack's "
            "tracks",
            "[]": "rules[0].tracks: a list; expected a list of one track or more",
        },
    ),
    "rule: XX-ADOPT": (
        ["XX-NOTHING"],
        {
            "XX-NOTHING": "procedures[0].steps[0].rule: «XX-NOTHING» is nowhere; expected "
            "the id of a rule of this pack or of one it extends"
        },
    ),
    "template: minutes": (
        ["poem"],
        {
            "poem": "procedures[0].steps[0].template: «poem» is nowhere; expected one of "
            "the pack's templates"
        },
    ),
    "on_timeout: answer": (
        ["silence"],
        {
            "silence": "procedures[0].steps[0].on_timeout: «silence» is nowhere; expected "
            "the id of a step of this procedure"
        },
    ),
    "reviewed_on: 2026-11-23": (
        ["2026-02-30", "20261123", "2026-W48-1", "yesterday", "null", "2026-1-2", "1"],
        {
            "2026-02-30": f"reviewed_on: «2026-02-30»; {DATE}",
            "20261123": f"reviewed_on: «20261123»; {DATE}",
        },
    ),
    "review_due: 2027-02-23": (
        ["2026-11-22"],
        {"2026-11-22": "review_due: the review is due before the last one; expected a later day"},
    ),
    "valid_to: 2026-12-31": (
        ["2025-12-31"],
        {
            "2025-12-31": "rules[1].valid_to: ends before it begins (2026-01-01); expected a "
            "later day"
        },
    ),
    "timezone: Asia/Almaty": (
        ["Mars/Olympus", "../etc", '""', "/etc/localtime"],
        {
            "Mars/Olympus": "timezone: «Mars/Olympus»; expected a time zone, such as "
            "Asia/Almaty"
        },
    ),
    "country: KZ": (
        ["QQ", "kz", "Kazakhstan"],
        {
            "QQ": "calendar.country: there is no calendar of QQ; expected one that the "
            "holidays package knows"
        },
    ),
    "subdivision: null": (
        ["QQ"],
        {
            "QQ": "calendar.subdivision: there is no calendar of KZ-QQ; expected one that the "
            "holidays package knows"
        },
    ),
    "weekend: [6, 7]": (["[0]", "[8]", "[1, 2, 3, 4, 5, 6, 7]", "[6, 6]", "[sat]"], {}),
    "add: [2026-11-27]": (
        ["[1066-10-14]", "[2026-12-16]", "[x]"],
        {
            "[1066-10-14]": "calendar.overrides.add[0]: «1066-10-14»; expected a day of 1992 "
            "to 2099",
            "[2026-12-16]": "calendar.overrides.remove[0]: «2026-12-16» is added, too; "
            "expected it in one of the two lists",
        },
    ),
    "url: \"https://law.example/lc\"": (["'javascript:alert(1)'", "'ftp://a'", "'https://a b'"], {}),
    "n: 3": (["-1", "1001", "three", "3.0", "0x3", "null"], {}),
    "roll: none": (["sometimes"], {}),
    "schema: 1": (["2", '"1"', "true"], {"2": "schema: «2»; expected the number 1"}),
    "confidence: medium": (
        ["certain"],
        {"certain": "rules[0].confidence: «certain»; expected one of: high, medium, low"},
    ),
    "id: XX-RISK": (
        ["xx-risk", "XX-ADOPT", "XX-ANSWER"],
        {
            "XX-ADOPT": "rules[2].id: «XX-ADOPT» is the id of the rule on line 26, too; "
            "expected another",
            "XX-ANSWER": "rules[2].id: «XX-ANSWER» overlaps with its version on line 44; "
            "expected valid_from and valid_to that leave no day to both",
        },
    ),
    "decision: adopt_demands": (
        ["null"],
        {
            "null": "rules[0].decision: nothing; expected what is decided, since the rule is a "
            "ballot"
        },
    ),
    'ref: "LC 164(1)"': (
        ['" "', '""', r'"\u200b"', r'"LC\n164"', r'"LC 164\n"'],
        {'" "': f"rules[0].citation.ref: « »; {LINE}", '""': f"rules[0].citation.ref: «»; {LINE}"},
    ),
    "currency: KZT": (["tenge"], {"tenge": "currency: «tenge»; expected a currency of three capitals, such as KZT"}),
}  # fmt: skip
CASES = [
    (old, new, told.get(new))
    for old, (news, told) in BAD.items()
    for new in (news if isinstance(news, list) else [news])
]
ALTERED = {  # whole phrases -> what instead, where, and what is said
    "      citation: {source: LC, ref: \"LC 164(1)\"}\n": ("", 26, "rules[0]: citation is missing"),
    '{source: LC, ref: "LC 164(1)"}': ("{source: LC}", 41, "rules[0].citation: ref is missing"),
    '{kk: "Бекіту", ru: "Принятие", en: "Adoption"}': (
        '{kk: "Бекіту", en: "Adoption"}', 40, "rules[0].text: ru is missing",
    ),
    "      secret: allowed\n": ("", 26, "rules[0]: secret is missing"),
    "      secret: allowed": (
        "      secrecy: allowed", 37,
        "rules[0].secrecy: an unknown key; expected one of: id, kind, tracks, decision, "
        "electorate, quorum, approval, alternative, secret, channels, app_ballot_status, clock, "
        "text, citation, confidence, verification, valid_from, valid_to, review_due",
    ),
    "  currency: KZT\n": ("", 1, "currency is missing"),
    "pack:\n": ("puck:\n", 1, "puck: an unknown key; expected one of: pack"),
    '{kk: "Қауіп", ru: "Риск", en: "Risk"}': (
        '{kk: "", ru: "", en: ""}', 57, "rules[2].text: no words; expected a text in one language at least",
    ),
    'notice: {kk: "Ақпарат.", ru: "Информация.", en: "Information."}': (
        'notice: {kk: "", ru: "", en: ""}', 13, "notice: no words; expected a notice in one language at least",
    ),
    "kind: risk": (
        "kind: deadline", 54, "rules[2]: clock is missing",
    ),
    f"unit: working_day, from: demands_received, start: next_day, {CLOCK}": (
        "unit: hour, from: demands_received, start: next_day, roll: next_working_day, direction: after}",
        47, "rules[1].clock.roll: hours are not put off; expected none",
    ),
    '      quorum: {of: electorate, fraction: "2/3", op: gte}\n      approval: {of: participants, fraction: "1/2", op: gt}\n': (
        "      quorum: null\n      approval: null\n", 32,
        "rules[0].approval: neither quorum nor approval; expected one of them",
    ),
    '        quorum: {of: electorate, fraction: "1/2", op: gt}\n        approval: {of: votes_cast, fraction: "1/2", op: gt}\n': (
        "        quorum: null\n        approval: null\n", 33,
        "rules[0].alternative: neither quorum nor approval; expected one of them",
    ),
    'quorum: {of: electorate, fraction: "1/2", op: gt}': (
        'quorum: {of: electorate, fraction: "3/2", op: gt}', 34,
        "rules[0].alternative.quorum.fraction: «3/2»; expected more than nothing, and what somebody can reach",
    ),
    'approval: {of: votes_cast, fraction: "1/2", op: gt}': (
        'approval: {of: votes_cast, fraction: "1/1", op: gt}', 35,
        "rules[0].alternative.approval.fraction: «1/1»; expected more than nothing, and what somebody can reach",
    ),
    "of: participants": (
        "of: everybody", 32,
        "rules[0].approval.of: «everybody»; expected one of: votes_cast, participants, electorate, members, delegates",
    ),
    "review_due: 2026-11-30": (
        'quorum: {of: electorate, fraction: "9/3", op: gte}', 61,
        "rules[2].quorum.fraction: «9/3»; expected more than nothing, and what somebody can reach",
    ),
    '{kk: "Ақпарат.", ru: "Информация.", en: "Information."}': (
        '{kk: " ", ru: "\\u200b", en: "…"}', 13, "notice: no words; expected a notice in one language at least",
    ),
    'title: {kk: "Жер", ru: "Место", en: "Place"}': (
        'title: {kk: "", ru: "", en: ""}', 5, "title: no words; expected a text in one language at least",
    ),
    'do: {kk: "Дауыс", ru: "Голос", en: "Vote"}': (
        'do: {kk: "", ru: " ", en: "-"}', 67, "procedures[0].steps[0].do: no words; expected a text in one language at least",
    ),
    '{kk: "Бекіту", ru: "Принятие", en: "Adoption"}\n': (
        '{kk: " ", ru: " ", en: " "}\n', 40, "rules[0].text: no words; expected a text in one language at least",
    ),
    "    country: KZ\n    subdivision: null": (
        "    country: null\n    subdivision: ENG", 17, "calendar.subdivision: «ENG» of no country; expected null",
    ),
    "    KNOW: {": (
        '    " ": {', 24, f"sources. : « »; {LINE}",
    ),
    "    E: {title": (
        '    "E\\nF": {title', 21, f"tracks.E\\nF: «E\\nF»; {LINE}",
    ),
    "remove: [2026-12-16]": (
        "remove: [2100-01-01]", 19, "calendar.overrides.remove[0]: «2100-01-01»; expected a day of 1992 to 2099",
    ),
}  # fmt: skip
UNREADABLE = {
    "an alias": ("a: &x 1\nb: *x\n", 1, "an anchor (&name); write the words out"),
    "an alias of nothing": ("a: 1\nb: *x\n", 2, "an alias (*name); write the words out"),
    "a bomb": ("a: &a [x, x]\nb: &b [*a, *a]\n", 1, "an anchor (&name); write the words out"),
    "a tag": ("a: !!python/object:os.system {}\n", 1, "a tag (!name); plain words only"),
    "a tag of its own": ("a: 1\nb: !x 1\n", 2, "a tag (!name); plain words only"),
    "a key twice": ("a: 1\nb: 2\na: 3\n", 3, "«a» a second time"),
    "a merge": ("a: {b: 1}\n<<: {b: 1}\n? [x]\n: 1\n", 3, "a key that is no word"),
    "a tab": ("a:\n\tb: 1\n", 2, "a tab; indent with spaces"),
    "a tab after spaces": ("a:\n  b: 1\n  \tc: 1\n", 3, "a tab; indent with spaces"),
    "two documents": ("a: 1\n---\nb: 1\n", 2, "a second document; a file holds one"),
    "no end": ("a: [1,\n", 2, None),
    "no quote": ('a: "1\n', 2, None),
    "NUL": ("a: 1\nb: \0\n", 2, None),
    "deep": ("a: " + "[" * 40 + "]" * 40, 1, "deeper than 16 levels"),
    "deep lines": ("\n".join(" " * n + "a:" for n in range(40)), 17, "deeper than 16 levels"),
    "not UTF-8": (b"a: 1\nb: \xff\n", 2, "not UTF-8; save the file as UTF-8"),
    "too large": (b"#" * (256 * 1024 + 1), 1, "larger than 262144 bytes"),
    "empty": ("", 1, "nothing; expected a pack, with one key: pack"),
    "a word": ("\nhello\n", 2, "«hello»; expected a pack, with one key: pack"),
    "a list": ("- a\n", 1, "a list; expected a pack, with one key: pack"),
    "an endless word": ("x" * 99, 1, f"«{'x' * 60}…»; expected a pack, with one key: pack"),
}  # fmt: skip
DOUBTFUL = {
    '{kk: "Қауіп", ru: "Риск", en: "Risk"}': (
        '{kk: "", ru: "", en: "Risk"}', 57, "rules[2].text: no words in kk, ru",
    ),
    '{kk: "Абайла", ru: "Осторожно", en: "Take care"}': (
        '{kk: "Абайла", ru: "Осторожно", en: ""}', 71, "safety[0]: no words in en",
    ),
    "provider: pypi-holidays": (
        "provider: static", 15, "calendar.provider: static, so the holidays of KZ are not counted",
    ),
    "confidence: low": (
        "confidence: high", 59,
        "rules[2].confidence: high, though nobody read it: it is recalled",
    ),
}  # fmt: skip
BASES = {
    "[XX]": ("there is no pack «XX»; expected one of: EU, GB, KZ", 5),
    "[KZ, XX-OURS]": (
        "a circle: XX-OURS → XX-OURS; expected a pack that does not stand on this one", 5,
    ),
    "[]": ("a list; expected a list of the packs it stands on, such as [EU]", 5),
}  # fmt: skip
