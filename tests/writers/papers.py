"""Papers to set: a whole one, long ones, and any that hypothesis thinks of."""

from datetime import UTC, datetime

from hypothesis import strategies as st

from union.writers.paper import (
    Annex,
    Clause,
    Column,
    Facts,
    Heading,
    Notice,
    PageBreak,
    Paper,
    Paragraph,
    Signatures,
    Slot,
    Table,
    blank,
    printable,
)

ISSUED = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
HOSTILE = (
    '#read("/etc/passwd") $a^2$ @ref *b* _i_ <w:t>&amp; ]]> ${x} {{ y }} \\u{41} `c`'
)
SIGNERS = (Column("№", "right"), Column("Аты-жөні", width=5), Column("Күні", "center"))


def paper(*blocks, **given):
    """A short paper in Kazakh; the test names only what matters."""
    usual = {
        "language": "kk",
        "title": "Glovo-ға қойылатын сегіз талап",
        "reference": "Ұжымдық талаптар хаты",
        "letterhead": ("«Ортақ» кәсіподағы", "БСН 240140012345"),
        "facts": (("Кімге", "«Glovo Kazakhstan» ЖШС"), ("Шығыс №", "2026/014")),
        "notice": "Бұл ақпарат қана, заң кеңесі емес.",
        "seal": "3-нұсқа · SHA-256 " + "9f86d081" * 8,
        "page_label": "{n}-бет, барлығы {total}",
        "verify_url": "https://ortaq.example/v/8K3M2Q7X",
        "verify_caption": "Түпнұсқасын тексеру:",
        "issued_at": ISSUED,
    }
    return Paper(**usual | {"blocks": blocks} | given)


def letter():
    """A paper with one of everything."""
    return paper(
        Paragraph("Ұсынамыз:\nкелесі жол."),
        Heading("Талаптар"),
        Clause(
            "1",
            "Тапсырыстың ең төменгі ақысы",
            "Кемінде 850 ₸.",
            (("Мерзімі", "1 ақпан"),),
        ),
        Facts((("Кворум", "412/620 → бар"),)),
        Notice("Ешкімді бұғаттауға болмайды."),
        PageBreak(),
        Signatures(
            (Slot("Төраға", "Әлия"), Slot("Хатшы", "Бақыт", "ЭЦҚ")), "қолы, күні"
        ),
        Annex("Қол парағы"),
        Table(
            SIGNERS,
            (("1", "Ғани Құрманұлы", "23.11.2026"),),
            "Қол қойғандар",
            "Барлығы: 1",
        ),
    )


def signed_by(count):
    """A paper whose table has that many rows."""
    rows = tuple((str(n), f"Мүше {n}", "23.11.2026") for n in range(1, count + 1))
    return paper(Heading("Қолдар"), Table(SIGNERS, rows))


texts = st.text(max_size=40)
titles = texts.filter(lambda text: not blank(printable(text)))
pairs = st.lists(st.tuples(texts, texts), max_size=3).map(tuple)
columns = st.lists(
    st.builds(
        Column, texts, st.sampled_from(["left", "center", "right"]), st.integers(1, 5)
    ),
    min_size=1,
    max_size=4,
).map(tuple)


@st.composite
def tables(draw):
    heads = draw(columns)
    row = st.tuples(*[texts] * len(heads))
    rows = tuple(draw(st.lists(row, max_size=4)))
    return Table(heads, rows, draw(texts), draw(texts), roomy=draw(st.booleans()))


blocks = st.one_of(
    st.builds(Heading, titles, st.integers(-1, 9)),
    st.builds(Paragraph, texts),
    st.builds(Facts, pairs),
    st.builds(Clause, texts, texts, texts, pairs),
    tables(),
    st.builds(
        Signatures,
        st.lists(st.builds(Slot, texts, texts, texts), min_size=1).map(tuple),
        texts,
    ),
    st.builds(Annex, titles),
    st.builds(PageBreak),
    st.builds(Notice, texts),
)
papers = st.builds(
    Paper,
    language=st.sampled_from(["kk", "ru", "en"]),
    title=titles,
    reference=texts,
    letterhead=st.lists(texts, max_size=3).map(tuple),
    facts=pairs,
    blocks=st.lists(blocks, max_size=6).map(tuple),
    notice=texts,
    seal=texts,
    page_label=texts,
    verify_url=texts,
    verify_caption=texts,
    issued_at=st.just(ISSUED),
)
