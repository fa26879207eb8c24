"""We answer to our own name, and to no other."""

HEADERS = {"Host": "elsewhere.example", "Accept-Language": "en"}


def test_a_request_for_another_host_is_refused_in_a_sentence(stranger):
    answer = stranger.get("/", headers=HEADERS)

    assert answer.status_code == 400
    assert "We could not understand this request." in answer.text
