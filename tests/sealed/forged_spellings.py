"""What may be tried with the bytes of a ballot that has been signed."""

import json

from tests.sealed.forgery import on_raw, raised
from union.sealed.election import base64_of
from union.sealed.strict import written


@on_raw
def a_ballot_spelled_with_spaces(raw):
    return json.dumps(json.loads(raw)).encode()


@on_raw
def a_digit_written_as_an_escape(raw):
    return raw.replace(b'"challenge":"1', b'"challenge":"\\u0031', 1)


@on_raw
def a_field_that_stands_twice(raw):
    return raw.replace(b'{"election_uuid"', b'{"election_uuid":"x","election_uuid"')


@on_raw
def a_line_after_the_ballot(raw):
    return raw + b"\n"


@on_raw
def the_response_of_the_signature(raw):
    ballot = json.loads(raw)
    proof = ballot["signature"]["proof"]
    proof["response"] = raised(proof["response"])
    return written(ballot)


@on_raw
def the_hash_in_the_signature(raw):
    ballot = json.loads(raw)
    ballot["signature"]["hash"] = base64_of(b"")
    return written(ballot)
