"""Each macro is well-formed, labelled, and says what it shows."""

import re
from html.parser import HTMLParser

import pytest

from tests.browser import Page as Elements
from tests.browser import inspect
from tests.look.pages import Page

VOID = {"input", "link", "meta", "circle", "line", "rect", "path", "option"}


class Balance(HTMLParser):
    """Notices a tag that is opened and not closed, or the other way round."""

    def __init__(self, html):
        super().__init__()
        self.open = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, _attrs):
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, _attrs):
        """Opened and closed at once, as SVG does."""

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag


def piece(source, **words):
    """What a macro draws, in English, once seen to be well-formed."""
    html = Page("en").piece(source, **words)
    assert Balance(html).open == []
    return html


def one(html, tag):
    """The only element of its kind."""
    (element,) = Elements(html).every(tag)
    return element


FIELDS = {
    "text": "{{ m.text('name', 'Your name', hint='As you like.', who='Everyone.') }}",
    "passphrase": "{{ m.passphrase('name', 'Passphrase', hint='Long.') }}",
    "textarea": "{{ m.textarea('name', 'A word', 280) }}",
    "number": "{{ m.number('name', 'Goal', hint='At least ten.', unit='people') }}",
    "date": "{{ m.date('name', 'Day', hint='Soon.') }}",
    "datetime": "{{ m.datetime('name', 'Closes') }}",
    "select": "{{ m.select('name', 'City', [(1, 'Almaty')], hint='Where?') }}",
    "file": "{{ m.file('name', 'Picture', 'image/*', hint='Cover your name.') }}",
    "radios": "{{ m.radios('name', 'Which?', [(1, 'One')], hint='Only one.') }}",
    "checkboxes": "{{ m.checkboxes('name', 'Which?', [(1, 'One')], hint='Any.') }}",
    "checkbox": "{{ m.checkbox('name', 'I agree', hint='Read it first.') }}",
}


@pytest.mark.parametrize("source", FIELDS.values(), ids=FIELDS.keys())
def test_a_field_has_a_label_and_is_described_by_its_hint(source):
    html = piece(source)

    assert one(html, "label")["for"] == "name"
    assert 'id="name"' in html
    assert 'aria-describedby="name-hint"' in html
    assert 'id="name-hint"' in html


@pytest.mark.parametrize("source", FIELDS.values(), ids=FIELDS.keys())
def test_a_wrong_field_says_what_is_wrong_with_it(source):
    html = Page("en").refused("", name="Not this.").piece(source)

    assert 'aria-describedby="name-hint name-error" aria-invalid="true"' in html
    assert re.search(r'id="name-error".*Error: </span>Not this\.', html)


def test_the_summary_leads_to_each_field_and_takes_the_focus():
    page = Page("en").refused("Please check.", name="Not this.", goal="Too few.")

    html = page.piece("{{ m.error_summary() }}")

    assert [link["href"] for link in Elements(html).every("a")] == ["#name", "#goal"]
    summary = Elements(html).every("div")[0]
    assert summary["role"] == "alert"
    assert summary["tabindex"] == "-1"
    assert "Please check." in html


def test_nothing_wrong_is_nothing_said():
    assert piece("{{ m.error_summary() }}").strip() == ""


def test_what_was_typed_stays():
    page = Page("en").typed(name="<Aliya>", why="because", city="2", platform=["b"])

    html = page.piece(
        "{{ m.text('name', 'Name') }}{{ m.textarea('why', 'Why', 99) }}"
        "{{ m.select('city', 'City', [(1, 'A'), (2, 'B')]) }}"
        "{{ m.checkboxes('platform', 'Which?', [('a', 'A'), ('b', 'B')]) }}"
    )

    assert 'value="&lt;Aliya&gt;"' in html
    assert ">\nbecause</textarea>" in html
    assert '<option value="2" selected>' in html
    assert [i["value"] for i in Elements(html).every("input") if "checked" in i] == [
        "b"
    ]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "The hour is Almaty time."),
        ("kk", "Сағат Алматы уақытымен."),
        ("ru", "Время: Алматы."),
    ],
)
def test_an_hour_is_asked_for_with_its_zone(language, said):
    assert said in Page(language).piece("{{ m.datetime('closes', '') }}")


def test_a_passphrase_is_not_shown_again():
    html = (
        Page("en").typed(word="hunter22hunter").piece("{{ m.passphrase('word', '') }}")
    )

    assert "hunter22" not in html


CHOICE = "{{ m.radios('v', 'Do you?', [(1, 'Yes'), (0, 'No')], value=1%s) }}"


def test_a_political_choice_is_never_made_beforehand():
    assert "checked" not in piece(CHOICE % ", political=True")
    assert "checked" in piece(CHOICE % "")


def test_a_political_choice_just_made_is_kept():
    html = Page("en").typed(v="0").piece(CHOICE % ", political=True")

    assert 'value="0" checked' in html


def test_a_form_carries_its_key_and_says_where_it_goes():
    html = piece("{% call m.form('/sign') %}{{ m.button('Sign') }}{% endcall %}")

    form, key = one(html, "form"), one(html, "input")
    assert (form["method"], form["action"], form["id"]) == ("post", "/sign", "form")
    assert (key["name"], key["value"]) == ("once", "once-1")
    assert form["data-sending"] == "Sending…"


def dots(html):
    """How many dots of each kind a crowd has, from the lengths of its lines."""
    lines = [
        (line["class"], round((float(line["x2"]) - float(line["x1"])) / 12) + 1)
        for line in Elements(html).every("line")
    ]
    return {kind: sum(n for k, n in lines if k == kind) for kind, _ in lines}


@pytest.mark.parametrize(
    ("count", "goal", "new", "drawn"),
    [
        (430, 500, 30, {"here": 40, "new": 3, "empty": 7}),
        (0, 500, 0, {"empty": 50}),
        (7, 12, 1, {"here": 6, "new": 1, "empty": 5}),
        (500, 500, 0, {"here": 50}),
        (9_000, 500, 0, {"here": 50}),
        (1, 1, 1, {"new": 1}),
        (26, 50, 0, {"here": 26, "empty": 24}),
        (60_000, 100_000, 5_000, {"here": 27, "new": 3, "empty": 20}),
    ],
)
def test_a_crowd_has_a_dot_for_a_round_number_of_people(count, goal, new, drawn):
    html = piece("{{ m.crowd(c, g, 'People', new=n) }}", c=count, g=goal, n=new)

    assert dots(html) == drawn
    assert one(html, "svg")["aria-label"] == "People"


def test_a_crowd_says_what_a_dot_stands_for():
    assert "Each dot is 10 people" in piece("{{ m.crowd(430, 500, '') }}")
    assert "Each dot" not in piece("{{ m.crowd(7, 12, '') }}")


def test_the_quorum_is_a_mark_on_the_bar():
    html = piece("{{ m.bar(625, 1240, 'Half', quorum=827) }}")

    assert [r["width"] for r in Elements(html).every("rect")] == ["100%", "50.4%"]
    assert one(html, "circle")["cx"] == "66.69%"
    assert "Quorum 827" in html


def test_an_empty_roll_draws_an_empty_bar():
    assert one(piece("{{ m.bar(0, 0, 'Nobody') }}"), "rect")["class"] == "track"


def test_a_change_of_words_is_said_and_not_only_coloured():
    html = piece("{{ m.diff([('removed', '700'), ('added', '850')]) }}")

    assert re.sub("<[^>]+>", "", html).strip() == "[removed: 700][added: 850]"


def test_a_live_part_says_what_it_watches_and_where_it_comes_from():
    topic = {"room": "r", "token": "t", "rev": 7}

    html = piece("<p {{ m.live(topic, '/count') }}></p>", topic=topic)

    assert one(html, "p") == {
        "data-topic": "r",
        "data-token": "t",
        "data-revision": "7",
        "data-hx-get": "/count",
        "data-hx-trigger": "revised",
        "data-hx-swap": "outerHTML",
        "data-hx-nonce": "nonce-1",
    }


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_styleguide_is_a_well_made_page(language):
    page = Page(language).refused("", name="!").whole("styleguide.html")

    inspect(Elements(page))


def test_a_page_that_has_a_form_changes_language_with_it():
    with_form = Page(has_form=True).whole("base.html")
    without = Page().whole("base.html")

    first, *languages, _hide = Elements(with_form).every("button")
    assert "hidden" in first, "Enter sends the form, it does not choose a language"
    assert [button["value"] for button in languages] == ["ru", "en"]
    assert '<a href="/here?lang=ru"' in without


def test_a_refused_page_says_so_in_its_title():
    assert "<title>Қате:" in Page().refused("", name="!").whole("styleguide.html")
