"""A phone with a lock: a passkey is made, opens the account, proves a member."""

import pytest

from tests.e2e.phone import Phone

LOCK = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class Lock:
    """The authenticator of one phone, as the browser's tools play it."""

    def __init__(self, phone):
        self.tools = phone.page.context.new_cdp_session(phone.page)
        self.tools.send("WebAuthn.enable")
        made = self.tools.send("WebAuthn.addVirtualAuthenticator", {"options": LOCK})
        self.id = made["authenticatorId"]

    def keys(self):
        told = self.tools.send("WebAuthn.getCredentials", {"authenticatorId": self.id})
        return told["credentials"]

    def refuse(self):
        """The wrong finger, from now on."""
        wrong = {"authenticatorId": self.id, "isUserVerified": False}
        self.tools.send("WebAuthn.setUserVerified", wrong)


@pytest.fixture
def member(phone):
    return phone().sign_in("member")


def make_key(member):
    member.go("/me")
    member.follow("Кіру кілттерім")
    member.follow("Кіру кілтін қосу")
    member.press("Кіру кілтін жасау")


def leave(member):
    """Sign out, which leaves nothing on the phone, not even its language."""
    member.go("/me")
    member.press("Осы жерден шығу")
    member.go("/sign-in?lang=kk")


def test_a_passkey_is_made_opens_the_account_and_proves_its_owner(member):
    lock = Lock(member)

    make_key(member)

    assert member.path == "/me/passkeys"
    [key] = lock.keys()
    assert (key["isResidentCredential"], key["rpId"]) == (True, "localhost")
    assert key["userDisplayName"] not in ("", None)
    leave(member)
    member.press("Кіру кілтімен")
    assert member.path == "/"
    member.go("/prove?next=/me/recovery-code")
    member.press("Кіру кілтімен")
    assert member.path == "/me/recovery-code"
    [key] = lock.keys()
    assert key["signCount"] >= 2


def test_a_phone_makes_no_second_key_for_the_same_member(member):
    Lock(member)
    make_key(member)
    member.go("/me/passkeys/new")

    member.page.get_by_role("button", name="Кіру кілтін жасау").click()

    trouble = member.page.locator("[data-trouble]")
    trouble.wait_for(state="visible")
    assert "Бұл телефонда сенің кіру кілтің бар." in trouble.inner_text()
    assert member.path == "/me/passkeys/new"


def test_the_wrong_finger_opens_nothing_and_can_be_tried_again(member):
    lock = Lock(member)
    make_key(member)
    leave(member)
    lock.refuse()

    member.page.get_by_role("button", name="Кіру кілтімен").click()

    member.page.locator("[data-trouble]").wait_for(state="visible")
    assert member.path == "/sign-in"


def test_without_scripts_the_passphrase_is_what_is_left(phone):
    stranger = phone(java_script_enabled=False)
    stranger.go("/sign-in")
    assert not stranger.page.get_by_role("button", name="Кіру кілтімен").is_visible()

    member = Phone(stranger.page, stranger.server).sign_in("member")
    member.go("/me/passkeys/new")

    assert "Бұл браузер кіру кілтін жасай алмайды." in member.words
