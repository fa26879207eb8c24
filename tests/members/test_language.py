"""Letters come in one of three languages, and in no other."""

import pytest


@pytest.mark.parametrize("language", ["<script>", "de", "kk ru", "KK", "ә" * 10_000])
def test_a_language_is_one_of_three(browser, make, language):
    """A pattern given to sqlmodel for a form is never looked at: it took anything."""
    ada = make.member(language="kk")

    answer = browser(ada).post("/me/language", data={"language": language})

    assert answer.status_code == 422
    assert ada.language == "kk"
