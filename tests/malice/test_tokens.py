"""What travels in an address: cut, doubled, of another kind, or spoilt.

Links and posters that are used, taken down or full, and phones that asked and were
stopped, are met in tests/members: here is what no browser of ours would send.
"""

import pytest

OPENS = {  # -> whose token it is, where it leads, what it is called in the world
    "link": (None, "/i/{}", "token"),
    "poster": (None, "/p/{}", "poster_code"),
    "newcomer": ("M", "/k/{}", "lobby_code"),
    "way back": ("M", "/back/{}", "back_code"),
    "paper": (None, "/v/{}", "paper_code"),
}
NONE = set()
READ_OUT = {"poster", "newcomer", "way back", "paper"}  # typed as anybody likes
TYPED = READ_OUT - {"paper"}  # and what is no letter of theirs is not read at all
CHANGED = {  # what is done to a token -> which kinds are still read
    "nothing": (lambda t: t, set(OPENS)),
    "each letter escaped": (lambda t: "".join(f"%{ord(c):02x}" for c in t), set(OPENS)),
    "escaped twice": (lambda t: "".join(f"%25{ord(c):02x}" for c in t), NONE),
    "the other case": (str.swapcase, READ_OUT),
    "a hyphen": (lambda t: f"{t[:4]}-{t[4:]}", READ_OUT),
    "hyphens and blanks": (lambda t: f"%20{'-'.join(t)}%20", READ_OUT),
    "a letter less": (lambda t: t[:-1], NONE),
    "a letter less before": (lambda t: t[1:], NONE),
    "a letter more": (lambda t: f"{t}0", NONE),
    "a letter more before": (lambda t: f"0{t}", NONE),
    "said twice": (lambda t: t + t, NONE),
    "said backwards": (lambda t: t[::-1], NONE),
    "noughts": (lambda t: "0" * len(t), NONE),
    "10 kB more": (lambda t: t + "a" * 10_000, NONE),
    "10 kB before": (lambda t: "0" * 10_000 + t, NONE),
    "wide letters": (lambda t: "".join(chr(ord(c) + 0xFEE0) for c in t), NONE),
    "Arabic digits": (lambda _: "١٢٣٤٥٦٧٨", NONE),
    "a wildcard": (lambda t: f"{t[:4]}%25", NONE),
    "wildcards": (lambda t: "_" * len(t), NONE),
    "a slash": (lambda t: f"{t}/", NONE),
    "a slash that is escaped": (lambda t: f"{t}%2f", NONE),
    "a way round": (lambda t: f"x/../{t}", NONE),
    "a parameter": (lambda t: f"{t};a=b", NONE),
    "a script": (lambda _: "<script>alert(1)<%2fscript>", NONE),
    "nothing at all": (lambda _: "%20", NONE),
    "NUL behind": (lambda t: f"{t}%00", TYPED),
    "NUL before": (lambda t: f"%00{t}", TYPED),
    "NUL within": (lambda t: f"{t[:3]}%00{t[3:]}", TYPED),
    "a new line": (lambda t: f"{t}%0a", TYPED),
    "half a surrogate": (lambda t: f"{t}%ED%A0%80", TYPED),
    "no UTF-8": (lambda t: f"{t}%ff", TYPED),
    "turned round": (lambda t: f"\u202e{t}", TYPED),
    "unseen": (lambda t: f"{t[:4]}\u200b{t[4:]}", TYPED),
    "a picture": (lambda t: f"{t}🙂", TYPED),
    "a Greek letter": (lambda t: f"{t}α", TYPED),
    "SQL": (lambda t: f"{t}'--", TYPED),
}  # fmt: skip


def opened(knocker, kind, token):
    """Whether a token leads anywhere, and whether that was all."""
    who, address, _name = OPENS[kind]
    cookie = None if who else ""
    answer = knocker(who or "M", "GET", address.format(token), cookie=cookie)
    assert answer.status_code in (200, 303, 404), (kind, answer.status_code)
    assert not knocker.kept
    assert "<script>alert" not in answer.text
    return answer.status_code != 404


@pytest.mark.parametrize("case", CHANGED)
def test_a_token_that_was_changed_leads_nowhere(world, knocker, case, tally):
    change, wanted = CHANGED[case]
    told, same = set(), set()
    for kind, (_who, _address, name) in OPENS.items():
        token = world.same.ids[name]
        changed = change(token)
        tally["tokens: changed"] += 1
        if opened(knocker, kind, changed):
            told.add(kind)
        if changed == token:  # one in a million reads alike from either end
            same.add(kind)

    assert told == wanted | same


def test_a_token_of_one_kind_opens_no_other(world, knocker, tally):
    every = {name for *_about, name in OPENS.values()} | {"invite_id", "member_id"}
    wrong = []
    for kind, (_who, _address, own) in OPENS.items():
        for name in sorted(every - {own}):
            tally["tokens: of another kind"] += 1
            if opened(knocker, kind, world.same.ids[name]):
                wrong.append((kind, name))

    assert wrong == []
