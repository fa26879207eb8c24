"""Whatever the core says in English, its pages say in the reader's language."""

import ast
from pathlib import Path

import pytest

from union.core.i18n import speaking
from union.counting import blt
from union.counts.sentences import in_words, is_known

CORE = Path(blt.__file__).parent
REFUSALS = {"Malformed": 1, "NotCountable": 0}
TOLD = {"note", "quota_formula", "expected", "NO_JSON"}


def spoken(tree):
    """Every sentence of a module, an X for what is put in."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in REFUSALS:
            yield from said(node.args[REFUSALS[node.func.id]])
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in (
            "next",
            "quoted",
        ):
            yield from (words for arg in node.args for words in said(arg))
        if isinstance(node, ast.Assign):
            target = node.targets[0]
            if getattr(target, "attr", getattr(target, "id", "")) in TOLD:
                yield from said(node.value)


def said(node):
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    if isinstance(node, ast.JoinedStr):
        parts = (getattr(part, "value", "X") for part in node.values)
        yield "".join(part if isinstance(part, str) else "X" for part in parts)


def sentences():
    found = set()
    for path in CORE.glob("*.py"):
        if path.name != "recount.py":
            found |= set(spoken(ast.parse(path.read_text("utf-8"))))
    return sorted(found - {""})


def test_there_are_sentences():
    assert len(sentences()) > 40


@pytest.mark.parametrize("sentence", sentences())
def test_the_page_knows_every_sentence_of_the_core(sentence):
    assert is_known(sentence)


@pytest.mark.parametrize(
    ("english", "kazakh"),
    [
        ("rules 48, 49", "ережелер: 48, 49"),
        (
            "The file ends here; expected the title in quotes.",
            "Файл осы жерде бітті; тырнақшадағы атауы тұруы керек.",
        ),
        (
            "rule 52: as many continue as places are left",
            "ереже: 52: қалған үміткер қалған орын санынан артық емес",
        ),
        ("SSI 2007/42", "SSI 2007/42"),
    ],
)
def test_what_is_put_in_is_translated_too(english, kazakh):
    with speaking("kk"):
        assert in_words(english) == kazakh
