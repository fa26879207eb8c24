"""From a sheet on a wall to a member who signs, and back on a new phone."""

import re

import pytest

from tests.e2e import chain
from tests.e2e.phone import NEWS, Phone
from tests.e2e.scale import Scale
from tests.e2e.test_passkeys import Lock, leave, make_key

playwright = pytest.importorskip("playwright.sync_api")
SOON = 12_000  # «within a second or two», and a slow machine
MOST_TAPS, MOST_BYTES = 9, 60_000
WORDS, OTHER_WORDS = "жеті түйе көпірден өтті", "екі құлын өзенге түсті"
PROBATIONER = "сынақ мерзіміндегі мүше"
KNOWN = "Мен оны танимын"


class Newcomer(Phone):
    """Somebody on the way in, whose taps are counted and whose bytes are weighed."""

    def __init__(self, page, server):
        super().__init__(page, server)
        self.taps, self.scale = 0, Scale(page)

    def _leave_by(self, role, words):
        super()._leave_by(role, words)
        self.taps += 1
        self.scale.weigh()

    def back(self):
        self.page.go_back()
        self.scale.weigh()

    def tick(self, words):
        self.page.get_by_role("checkbox", name=words).check()
        self.taps += 1

    def come_by(self, code):
        """Scan the sheet: a tap that the camera takes, and ours begin after it."""
        self.go(f"/p/{code}")
        self.scale.weigh()
        return self

    def answer(self, name):
        """The pages before the account."""
        self.press("Келісемін, әрі қарай")
        self.page.fill("[name=name]", name)
        self.press("Жалғастыру")
        self.tick("Glovo")
        self.press("Жалғастыру")
        return self

    def set_passphrase(self):
        self.page.fill("[name=passphrase]", WORDS)
        self.press("Есептік жазбамды жаса")
        return self

    def keep_code(self):
        """Write the code down, and type the two groups that are asked for."""
        groups = self.page.locator("main li code").all_inner_texts()
        self.follow("Жазып алдым")
        asked = re.findall(r"№ (\d) топ", self.words)
        for field, number in zip(("first", "second"), asked, strict=True):
            group = groups[int(number) - 1]
            self.page.fill(f"[name={field}]", group.lower())
        self.press("Дұрыс")
        return "-".join(groups)

    @property
    def vouched(self):
        return self.page.locator("#progress .count strong")

    @property
    def lobby_code(self):
        return self.page.locator("main code.code").inner_text()


@pytest.fixture
def newcomer(phone):
    """Hand a stranger a phone."""
    return lambda **options: as_newcomer(phone(**options))


def as_newcomer(phone):
    return Newcomer(phone.page, phone.server)


@pytest.fixture(scope="module")
def code(chromium, server):
    """The code on a sheet that the steward of Almaty makes."""
    page = chromium.new_context(viewport={"width": 360, "height": 640}).new_page()
    page.context.add_cookies([{"name": "language", "value": "kk", "url": server}])
    steward = Phone(page, server).sign_in("steward-almaty")
    steward.go("/me")
    steward.follow("Бөлімшелерімнің плакаттары")
    steward.follow("Плакат жасау")
    steward.page.fill("[name=place]", "Сатпаев көшесіндегі дәмхана")
    steward.press("Плакатты жасау")
    yield re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b", steward.words)[0]
    page.context.close()


def vouch_by_square(phone, who, code):
    """A member who scans the square on the newcomer's phone."""
    voucher = phone().sign_in(who)
    voucher.go(f"/k/{code}")
    voucher.press(KNOWN)


def vouch_by_letters(phone, who, code):
    """A member who types what stands under it."""
    voucher = phone().sign_in(who)
    voucher.go("/me")
    voucher.follow("Күтіп отырған адамға кепіл болу")
    voucher.page.fill("[name=code]", code.lower())
    voucher.press("Қарау")
    voucher.press(KNOWN)


def test_from_a_sheet_on_a_wall_to_a_member_who_comes_back(phone, newcomer, code):
    someone = newcomer().come_by(code)
    assert someone.path == "/join"
    paper = someone.answer("Нұрғали").set_passphrase().keep_code()
    assert someone.path == "/"
    assert "Нұрғали" in someone.heading
    assert someone.taps <= MOST_TAPS
    assert 10_000 < someone.scale.weigh() <= MOST_BYTES

    let_in(someone, phone)
    member = Phone(someone.page, someone.server)
    member.follow("Кір")
    sign(member)
    leave(member)

    come_back(phone(), paper)


def let_in(someone, phone):
    """Two vouch, each on a phone of their own; the lobby is never loaded again."""
    count = someone.vouched
    playwright.expect(count).to_have_text("0")
    code = someone.listen().lobby_code
    vouch_by_square(phone, "member", code)
    playwright.expect(count).to_have_text("1", timeout=SOON)
    vouch_by_letters(phone, "representative-1", code)
    inside = someone.page.get_by_text("Сен қабылдандың.").first
    playwright.expect(inside).to_be_visible(timeout=SOON)
    assert someone.has_heard(NEWS)


def sign(member):
    member.go("/me")
    assert PROBATIONER in member.words
    before, after = chain.sign(member)
    assert after == before + 1


def come_back(new, paper):
    """On another phone: with the paper, then with a passkey of its own."""
    lock = Lock(new)
    new.go("/sign-in")
    new.follow("Телефоным жаңа немесе құпия сөйлемді ұмыттым")
    new.page.fill("[name=code]", paper)
    new.page.fill("[name=passphrase]", OTHER_WORDS)
    new.press("Есептік жазбамды ашу")
    assert paper not in new.words
    make_key(new)
    assert len(lock.keys()) == 1
    leave(new)
    new.press("Кіру кілтімен")
    new.go("/me")
    assert "Нұрғали" in new.heading
    assert PROBATIONER in new.words


def test_a_passkey_is_the_shortest_way_in(newcomer, code):
    someone = newcomer()
    lock = Lock(someone)

    someone.come_by(code).answer("Айдос").press("Кіру кілтін жасау")
    someone.keep_code()

    assert someone.path == "/"
    assert len(lock.keys()) == 1
    assert someone.taps <= MOST_TAPS


def test_without_scripts_a_passphrase_opens_the_same_door(phone, newcomer, code):
    someone = newcomer(java_script_enabled=False).come_by(code)
    assert not someone.page.get_by_role("button", name="Кіру кілтін жасау").is_visible()
    someone.answer("Гүлсім").set_passphrase().keep_code()
    playwright.expect(someone.vouched).to_have_text("0")

    vouch_by_square(phone, "representative-2", someone.lobby_code)
    someone.page.reload()

    playwright.expect(someone.vouched).to_have_text("1")


def test_going_back_loses_nothing_that_was_sent(newcomer, code):
    someone = newcomer().come_by(code).answer("Еркін")
    page = someone.page
    proposed = page.input_value("[name=sign_in_name]")

    someone.back()
    assert someone.path == "/join/work"
    assert page.get_by_role("checkbox", name="Glovo").is_checked()
    someone.back()
    assert page.input_value("[name=name]") == "Еркін"
    someone.press("Жалғастыру")
    assert page.get_by_role("checkbox", name="Glovo").is_checked()
    someone.press("Жалғастыру")

    assert page.input_value("[name=sign_in_name]") == proposed


def test_a_refused_page_keeps_what_was_typed(newcomer, code):
    someone = newcomer().come_by(code).answer("Дана")
    someone.page.fill("[name=sign_in_name]", "көк-тау-55")
    someone.page.fill("[name=passphrase]", "parolparol12")

    someone.press("Есептік жазбамды жаса")

    assert someone.path == "/join/key"
    assert someone.page.input_value("[name=sign_in_name]") == "көк-тау-55"
    assert someone.page.input_value("[name=passphrase]") == ""


def test_a_quick_exit_leaves_nothing_behind(newcomer, code):
    someone = newcomer().come_by(code).answer("Жасұлан")

    someone.press("Шығу")

    assert someone.path == "/away"
    assert someone.page.context.cookies() == []
    someone.back()
    assert "Жасұлан" not in someone.page.content()
    someone.go("/join/name")
    assert not someone.page.locator("[name=name]").count()
