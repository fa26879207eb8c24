"""A pack that is wrong is refused with its line, and with what was expected."""

from datetime import date

import pytest

from tests.law.factories import OVERLAY, PACK, read, refusal, shape_of, spoilt
from tests.law.wrong import ALTERED, BASES, CASES, DOUBTFUL, UNREADABLE
from union.law.faults import MOST_TOLD, Fault, Unlawful
from union.law.shelf import shelf


@pytest.mark.parametrize(("old", "new", "says"), CASES, ids=lambda each: str(each)[:30])
def test_a_wrong_value_is_refused_on_its_line(tmp_path, old, new, says):
    name, _colon, _value = old.partition(": ")
    text, line = spoilt(old, f"{name}: {new}")

    faults = refusal(tmp_path, text)

    assert faults
    assert {fault.line for fault in faults} == {line}
    if says:
        assert [str(fault) for fault in faults] == [says]


ENDLESS = ("id: XX", 'fraction: "2/3"', "currency: KZT", "version: 0.1.0", "lang: en",
           "date: 2026-01-02", "from: demands_received", "country: KZ", "id: vote",
           'url: "https://law.example/lc"', "id: XX-ADOPT",
           "decision: adopt_demands")  # fmt: skip


@pytest.mark.parametrize("old", ENDLESS)
def test_no_pattern_lets_the_end_of_a_line_through(tmp_path, old):
    name, _colon, value = old.partition(": ")
    bare = value.strip('"')

    text, line = spoilt(old, f'{name}: "{bare}\\n"')

    assert {fault.line for fault in refusal(tmp_path, text)} >= {line}


@pytest.mark.parametrize("old", ALTERED, ids=lambda old: old.strip()[:30])
def test_what_is_missing_or_too_much_is_refused_on_its_line(tmp_path, old):
    new, line, says = ALTERED[old]
    text = spoilt(old, new)[0]

    faults = refusal(tmp_path, text)

    assert (line, says) in [(fault.line, str(fault)) for fault in faults]


def test_a_rule_without_a_kind_is_asked_for_its_kind_alone(tmp_path):
    text, _line = spoilt("      kind: risk\n", "")

    (fault,) = refusal(tmp_path, text)

    assert (fault.line, str(fault)) == (54, "rules[2]: kind is missing")


def test_two_steps_have_two_names(tmp_path):
    text = PACK.replace("{id: answer,", "{id: vote,").replace("answer}", "vote}")
    text += "    "

    (fault,) = refusal(tmp_path, text)

    assert fault.line == 68
    assert fault.says == "«vote» is the id on line 67, too; expected another"


def test_two_procedures_have_two_names(tmp_path):
    again = PACK.partition("  procedures:\n")[2].partition("  templates:")[0]
    text = PACK.replace("  templates:", f"{again}  templates:")

    (fault,) = refusal(tmp_path, text)

    assert (fault.line, fault.where) == (69, "procedures[1].id")


@pytest.mark.parametrize("case", UNREADABLE)
def test_what_is_no_plain_yaml_is_refused_on_its_line(case):
    text, line, says = UNREADABLE[case]

    (fault,) = shape_of(text)

    assert fault.line == line
    assert fault.says == says if says else fault.says.startswith("no YAML: ")


def test_the_largest_file_and_the_deepest_are_read():
    assert len(shape_of(b"#" * (256 * 1024))) == 1
    deepest = shape_of("a: " + "[" * 15 + "]" * 15)

    assert [fault.says for fault in deepest] == [
        "pack is missing",
        "an unknown key; expected one of: pack",
    ]


def test_a_pack_may_begin_with_the_mark_of_its_bytes(tmp_path):
    assert refusal(tmp_path, f"\ufeff{PACK}") == []


def test_the_small_pack_is_right_and_nothing_in_it_is_doubtful(tmp_path):
    _pack, doubts = read(tmp_path)

    assert doubts == []


@pytest.mark.parametrize("old", DOUBTFUL)
def test_a_gap_or_a_bold_claim_is_doubtful_and_refuses_nothing(tmp_path, old):
    new, line, says = DOUBTFUL[old]

    _pack, doubts = read(tmp_path, spoilt(old, new)[0])

    assert [(each.line, str(each)) for each in doubts] == [(line, says)]


def test_a_rule_may_be_said_anew_from_the_day_after(tmp_path):
    first, _line = spoilt("id: XX-RISK", "id: XX-ANSWER")
    later = first.replace("review_due: 2026-11-30", "valid_from: 2027-01-01")
    sooner = first.replace("review_due: 2026-11-30", "valid_from: 2026-12-31")
    before = first.replace("review_due: 2026-11-30", "valid_to: 2025-12-31")

    assert refusal(tmp_path, later) == refusal(tmp_path, before) == []
    assert [fault.line for fault in refusal(tmp_path, sooner)] == [54]


def test_a_review_may_be_due_on_the_day_of_the_last(tmp_path):
    text, _line = spoilt("review_due: 2027-02-23", "review_due: 2026-11-23")

    assert refusal(tmp_path, text) == []


def test_a_day_long_rule_is_a_rule(tmp_path):
    text, _line = spoilt("valid_to: 2026-12-31", "valid_to: 2026-01-01")

    assert refusal(tmp_path, text) == []


@pytest.mark.parametrize("bases", BASES)
def test_a_pack_stands_on_packs_that_there_are(tmp_path, bases):
    says, line = BASES[bases]

    (fault,) = refusal(tmp_path, OVERLAY.replace("[XX]", bases))

    assert (fault.line, fault.says) == (line, says)


def test_packs_do_not_stand_on_each_other(tmp_path):
    (tmp_path / "a.yaml").write_text(OVERLAY.replace("id: XX-OURS", "id: XX"))
    (tmp_path / "b.yaml").write_text(OVERLAY.replace("extends: [XX]", "extends: [YY]"))
    (tmp_path / "c.yaml").write_text(
        OVERLAY.replace("XX-OURS", "YY").replace("extends: [XX]", "extends: [XX-OURS]")
    )

    with pytest.raises(Unlawful) as refused:
        read(tmp_path, OVERLAY.replace("[XX]", "[YY]"), "b.yaml")

    (fault,) = refused.value.faults
    assert fault.says.startswith("a circle: XX-OURS → YY → XX-OURS; expected")
    assert refused.value.name == "c.yaml"


def test_two_files_of_one_pack_in_a_folder_are_refused(tmp_path):
    (tmp_path / "a.yaml").write_text(PACK)
    (tmp_path / "b.yml").write_text(PACK)

    with pytest.raises(Unlawful, match=r"^b.yml:2: id: «XX» is the id of a.yaml, too$"):
        shelf(tmp_path)


def test_a_folder_that_is_none_is_refused(tmp_path):
    with pytest.raises(Unlawful, match=r"nowhere: there is no such folder$"):
        shelf(tmp_path / "nowhere")


def test_of_very_many_faults_the_first_are_told():
    many = Unlawful("x", [Fault(line, "", "wrong") for line in range(30, 0, -1)])

    assert many.lines()[0] == "x:1: wrong"
    assert len(many.lines()) == MOST_TOLD + 1
    assert many.lines()[-1] == "x: and 10 more"
    assert Unlawful("x", many.faults[:MOST_TOLD]).lines()[-1] == "x:20: wrong"
    assert str(Unlawful("x", many.faults[:2])) == "x:1: wrong; x:2: wrong"


def test_a_date_is_written_in_one_way_only(tmp_path):
    text, line = spoilt("date: 2026-01-02", "date: 2026-1-2")

    (fault,) = refusal(tmp_path, text)

    assert fault.line == line
    assert date(2026, 1, 2).isoformat() in PACK
