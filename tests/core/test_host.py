"""We answer to our own name, and to no other."""


def test_a_request_for_another_host_is_refused_in_a_sentence(stranger):
    answer = stranger.get("/", headers={"Host": "elsewhere.example"})

    assert answer.status_code == 400
    assert "We could not understand this request." in answer.text
