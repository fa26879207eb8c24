from union.documents.codes import LENGTH, as_written, new_code
from union.members.codes import ALPHABET


def test_a_code_has_eight_characters_none_of_them_mistakable():
    codes = [new_code() for _ in range(100)]

    assert {len(code) for code in codes} == {LENGTH}
    assert set("".join(codes)) <= set(ALPHABET)
    assert not set("ILOU") & set(ALPHABET)


def test_a_code_is_known_however_it_was_typed():
    assert as_written("8k3m-2qox") == "8K3M2Q0X"
    assert as_written(" il0 ") == "110"
