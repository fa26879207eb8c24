"""Without a mouse, with large letters, on paper."""

import pytest

from tests.e2e.chain import CLOSED, DEMAND, OPEN, PETITION, find

NAME = """const name = (each) =>
  each.type === "radio" ? each.name : each.id || each.textContent.trim();"""
REACHABLE = f"""() => {{ {NAME}
  const fields = "a[href], button, input, textarea, select, [tabindex='0']";
  return [...document.querySelectorAll(fields)]
    .filter((each) => each.checkVisibility() && each.type !== "hidden")
    .map(name);
}}"""
FOCUSED = f"""() => {{ {NAME}
  const each = document.activeElement;
  const mark = getComputedStyle(each.type === "radio" ? each.closest("label") : each);
  const isSeen = parseFloat(mark.outlineWidth) >= 2 && mark.outlineStyle !== "none";
  return [name(each), isSeen];
}}"""
OVERFLOW = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
TWICE = "document.documentElement.style.fontSize = '212.5%'"  # of 106.25 %
MAIN_PAGES = [("/petitions", PETITION), ("/ballots/", OPEN), ("/demands", DEMAND)]
ON_PAPER = [("/ballots/", CLOSED), ("/demands", DEMAND)]


@pytest.fixture
def member(phone):
    return phone().sign_in("member")


def to_vote(member):
    find(member, "/ballots/", OPEN)
    member.follow("Дауыс беруге өту")


def by_tab(page):
    """What there is to reach, what Tab comes to in order, and where it is not seen."""
    wanted, stops, unseen = once(page.evaluate(REACHABLE)), [], []
    for _ in wanted:
        page.keyboard.press("Tab")
        name, is_seen = page.evaluate(FOCUSED)
        stops.append(name)
        unseen += [] if is_seen else [name]
    return wanted, stops, unseen


def once(names):
    """A group of choices is one stop."""
    return list(dict.fromkeys(names))


def test_tab_reaches_everything_on_the_sign_in_page(phone):
    stranger = phone()
    stranger.go("/sign-in")

    wanted, stops, unseen = by_tab(stranger.page)

    assert (stops, unseen) == (wanted, [])


def test_tab_reaches_everything_on_a_petition(member):
    find(member, "/petitions", PETITION)

    wanted, stops, unseen = by_tab(member.page)

    assert (stops, unseen) == (wanted, [])


def test_tab_reaches_everything_on_the_page_of_the_vote(member):
    to_vote(member)

    wanted, stops, unseen = by_tab(member.page)

    assert (stops, unseen) == (wanted, [])


def test_enter_votes_and_does_not_switch_the_language(member):
    to_vote(member)
    member.page.get_by_role("radio", name="Жоқ").focus()
    member.page.keyboard.press("Space")

    with member.page.expect_navigation():
        member.page.keyboard.press("Enter")

    assert member.heading == "Жауабыңды тексер"
    assert member.page.locator("html").get_attribute("lang") == "kk"


def test_letters_twice_as_large_fit(member):
    found = [find(member, where, title).path for where, title in MAIN_PAGES]
    wide = []

    for path in ["/", "/me", *found]:
        member.go(path)
        member.page.evaluate(TWICE)
        wide += [path] if member.page.evaluate(OVERFLOW) else []

    assert wide == []


@pytest.mark.parametrize(("where", "title"), ON_PAPER)
def test_paper_has_the_words_and_no_navigation(member, where, title):
    find(member, where, title)

    member.page.emulate_media(media="print")

    assert member.page.locator("h1").is_visible()
    for hidden in (".tabs", ".languages", ".foot", ".button"):
        assert not any(each.is_visible() for each in member.page.locator(hidden).all())
