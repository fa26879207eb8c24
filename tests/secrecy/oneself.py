"""What somebody tells of themselves, and is shown once: each with its canary."""

import re
from uuid import uuid4

PHONE = "7017771122"


def sent(visitor, path, *allowed, **form):
    """Send a form, which is answered as it should be."""
    answer = visitor.post(path, once=uuid4().hex, **form)
    assert answer.status in (allowed or (303,)), (path, answer.status, answer.text)
    return answer


def tell_of_oneself(ada, stranger, words, branch_id):
    """Fill in every form about oneself; the name and the passphrase to come in by."""
    words.lies_nowhere("phone", PHONE)
    sent(ada, "/me/name", name=words.may_lie_open("display name").title())
    name = f"{words.may_lie_open('sign-in name')} eagle 38"
    sent(ada, "/me/sign-in-name", sign_in_name=name)
    phrase = f"{words.lies_nowhere('passphrase')} crosses the bridge"
    sent(ada, "/me/passphrase", passphrase=phrase)
    sent(ada, "/me/contact", phone="8 701 777 11 22", may_call="yes")
    shown = sent(ada, "/me/recovery-code", 200, 303)
    code = re.search(r"[0-9A-Z]{4}(?:[ -][0-9A-Z]{4}){5,}", shown.text)
    words.lies_nowhere("recovery code", code[0])
    link = sent(ada, "/invites", 200, branch_id=branch_id)
    secret = re.search(r"/i/([\w-]{20,})", link.text)[1]
    words.lies_nowhere("invite", secret)
    assert stranger.get(f"/i/{secret}").status < 400
    totp = sent(ada, "/me/one-time", 200, 303)
    totp = ada.get("/me/one-time") if totp.status == 303 else totp
    words.lies_nowhere("one-time secret", re.search(r"[A-Z2-7]{32}", totp.text)[0])
    return name, phrase
