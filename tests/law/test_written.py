"""A file as it is written: plain values, and the line of each."""

import pytest

from union.law.faults import Fault, Unlawful
from union.law.written import in_words, read

TEXT = b"""\
a: true
b: false
c: null
d: ~
e:
f: -12
g: 1.5
h: '12'
i: "null"
j: 2026-11-26
k: no
l: [1, [two, {m: 3}]]
n:
  - 1
  -
    o: 1234567890
p: |
  12
"""


def test_words_are_read_in_one_way():
    assert read("x", TEXT).value == {
        "a": True,
        "b": False,
        "c": None,
        "d": None,
        "e": None,
        "f": -12,
        "g": "1.5",
        "h": "12",
        "i": "null",
        "j": "2026-11-26",
        "k": "no",
        "l": [1, ["two", {"m": 3}]],
        "n": [1, {"o": "1234567890"}],
        "p": "12\n",
    }


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ((), 1),
        (("a",), 1),
        (("l", 1, 1, "m"), 12),
        (("n",), 13),
        (("n", 0), 14),
        (("n", 1, "o"), 16),
        (("n", 1, "o", "missing"), 16),
        (("n", 2), 13),
        (("missing",), 1),
    ],
)
def test_each_value_knows_its_line(path, line):
    written = read("x", TEXT)

    assert written.line(path) == line
    assert written.fault(path, "so") == Fault(line, in_words(path), "so")


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x85"])
def test_lines_are_counted_as_an_editor_counts_them(sign):
    text = f'a: "x{sign}y"\nb: "\n  {sign}"\nc: 1\n'
    faulty = f"{text}\td: 1\n", f"{text}d: *x\n", f"{text}d: [\n", f"{text}d: \0"

    assert read("x", text.encode()).line(("c",)) == 4
    assert [faults_in(each)[0].line for each in faulty] == [5, 5, 6, 5]


HIDDEN = [
    "\\0",
    "\\e",
    "\\r",
    "\\u007f",
    "\\ud800",
    "\\u202e",
    "\\u2066",
    "\u202e",
    "\u200f",
]


@pytest.mark.parametrize("sign", HIDDEN, ids=ascii)
@pytest.mark.parametrize("line", ['c: "x{}y"', '"x{}y": c', "- x{}"])
def test_a_sign_that_nobody_sees_is_refused_on_its_line(sign, line):
    if sign[0] == "\\" and line[0] == "-":
        line = '- "x{}"'

    above = "" if line[0] == "-" else "a: 1\nb: 2\n"

    (fault,) = faults_in(above + line.format(sign))
    assert fault.line == 1 + above.count("\n")
    assert fault.says.startswith("a sign that nobody sees (U+")


@pytest.mark.parametrize("sign", ["\\U00110000", "\\UFFFFFFFF"])
def test_a_sign_that_there_is_not_is_refused_on_its_line(sign):
    (fault,) = faults_in(f'a: 1\nb: 2\nc: "x{sign}y"\n')

    assert (fault.line, fault.says) == (3, "no YAML: no sign has this number")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_line_ends_as_its_system_ends_it(end):
    assert read("x", end.join(["a: 1", "b: 2", "c: 3"]).encode()).line(("c",)) == 3


def faults_in(text):
    with pytest.raises(Unlawful) as refused:
        read("x", text.encode())
    return refused.value.faults


def test_a_file_of_nothing_has_one_line():
    assert (read("x", b"").value, read("x", b"").line(("a",))) == (None, 1)


def test_a_place_is_said_without_the_word_that_all_begin_with():
    assert in_words(("pack", "rules", 3, "clock", "n")) == "rules[3].clock.n"
    assert in_words(("days", 0, "date")) == "days[0].date"
    assert in_words(("pack",)) == in_words(()) == ""


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"a: 1\nb: [1\nc: 2\n", "x:3: no YAML: "),
        (b"a: 1\nb: 'x\n", "x:3: no YAML: found unexpected end of stream"),
        (
            b"a: 1\nb: 2\nc: \0\n",
            "x:3: no YAML: special characters are not allowed",
        ),
    ],
)
def test_what_is_no_yaml_is_told_in_the_words_of_the_reader(content, told):
    with pytest.raises(Unlawful) as refused:
        read("x", content)

    assert str(refused.value).startswith(told)
