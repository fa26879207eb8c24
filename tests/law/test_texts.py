"""A text in three languages, or in fewer."""

from union.core.i18n import speaking
from union.law.texts import Texts


def test_a_text_is_said_in_the_readers_language_or_another():
    whole, russian, silent = Texts("иә", "да", "yes"), Texts(ru="да"), Texts()

    with speaking("kk"):
        assert (str(whole), whole.language) == ("иә", "kk")
        assert (str(russian), russian.language) == ("да", "ru")
        assert (str(Texts("иә", "да")), str(silent), silent.language) == (
            "иә",
            "",
            "kk",
        )
    assert str(Texts("иә", "да")) == "да"
    assert str(Texts("иә")) == "иә"
    assert [bool(each) for each in (whole, russian, silent)] == [True, True, False]
    assert [bool(Texts("иә")), bool(Texts(en="yes"))] == [True, True]
    assert Texts.of({"kk": " иә ", "ru": ""}) == Texts("иә")
