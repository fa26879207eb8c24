"""What tellers may try, and whoever sets an election up."""

import json
from copy import copy
from io import BytesIO

from gmpy2 import mpz

from tests.sealed.elections import GROUP, SECONDS
from tests.sealed.forgery import (
    P,
    kind,
    on_trustees,
    opened,
    raised,
)
from tools.sealed_vectors import Drawing
from union.sealed.archive import digest_of
from union.sealed.chronicle import SETUP
from union.sealed.history import Kind
from union.sealed.proving import prove_knowledge
from union.sealed.secret import scalar
from union.sealed.strict import written
from union.sealed.tellers import single_key
from union.sealed.vote import as_written
from union.sealed.writer import Writer


@on_trustees
def a_proof_of_a_tellers_key(trustees):
    proof = trustees[0][1]["verification_keys"][0]["pok"]
    proof["response"] = raised(proof["response"])


@on_trustees
def a_teller_taken_out(trustees):
    for name in ("certs", "coefexps", "signatures", "verification_keys"):
        trustees[0][1][name].pop()


@on_trustees
def two_tellers_exchanged(trustees):
    keys = trustees[0][1]["verification_keys"]
    keys[0], keys[1] = keys[1], keys[0]


@on_trustees
def the_signature_of_a_certificate(trustees):
    proof = trustees[0][1]["certs"][0]["signature"]
    proof["challenge"] = raised(proof["challenge"])


@on_trustees
def the_signature_of_commitments(trustees):
    proof = trustees[0][1]["coefexps"][1]["signature"]
    proof["challenge"] = raised(proof["challenge"])


@on_trustees
def the_signature_of_all_certificates(trustees):
    proof = trustees[0][1]["signatures"][2]
    proof["challenge"] = raised(proof["challenge"])


@on_trustees
def the_signature_of_a_tellers_key(trustees):
    proof = trustees[0][1]["verification_keys"][0]["signature"]
    proof["challenge"] = raised(proof["challenge"])


@on_trustees
def the_signatures_of_all_certificates_left_out(trustees):
    trustees[0][1].pop("signatures")


@on_trustees
def the_signature_of_a_tellers_key_left_out(trustees):
    trustees[0][1]["verification_keys"][0].pop("signature")


@on_trustees
def every_signature_left_out(trustees):
    trustees[0][1].pop("signatures")
    for key in trustees[0][1]["verification_keys"]:
        key.pop("signature")


@on_trustees
def a_certificate_spelled_in_another_way(trustees):
    cert = trustees[0][1]["certs"][0]
    cert["message"] = cert["message"].replace('"index":1', '"index":true')


@on_trustees
def another_threshold(trustees):
    trustees[0][1]["threshold"] = 1


@on_trustees
def a_group_of_tellers_twice(trustees):
    trustees.append(trustees[0])


@kind
def two_tellers_whose_keys_cancel_each_other(made):
    """The election's key is one, and every vote can be read without any key."""
    secret = scalar(GROUP, made.draw)
    keys = [single_key(GROUP, one, made.draw) for one in (secret, -secret % GROUP.q)]
    forged, election = copy(made), json.loads(made.raw)
    forged.raw_trustees = written([["Single", key] for key in keys])
    forged.raw = written(election | {"public_key": "1"})
    return opened(forged, [])


@on_trustees
def a_teller_without_a_secret(trustees):
    proof = prove_knowledge(GROUP, f"pok|{GROUP.name}|1|", mpz(0), Drawing("none"))
    trustees.append(["Single", {"pok": as_written(proof), "public_key": "1"}])


@on_trustees
def no_tellers(trustees):
    trustees.clear()


@on_trustees
def a_certificate_of_another_place(trustees):
    certs = trustees[0][1]["certs"]
    certs[0], certs[1] = certs[1], certs[0]


@kind
def another_key_of_the_election(made):
    forged = copy(made)
    election = json.loads(made.raw)
    election["public_key"] = str(made.trustees.keys[0])
    forged.raw = written(election)
    return opened(forged, [])


def with_roll(made, credentials):
    forged = copy(made)
    forged.roll = written(credentials)
    return opened(forged, [])


@kind
def a_credential_twice(made):
    roll = json.loads(made.roll)
    return with_roll(made, [roll[0], *roll])


@kind
def a_roll_that_is_not_sorted(made):
    return with_roll(made, json.loads(made.roll)[::-1])


@kind
def a_credential_outside_of_the_group(made):
    roll = [*map(int, json.loads(made.roll))]
    return with_roll(made, [*map(str, sorted([*roll, P - roll[0]]))])


@kind
def a_credential_behind_which_anybody_is(made):
    return with_roll(made, ["1", *json.loads(made.roll)])


@kind
def a_roll_of_nobody(made):
    return with_roll(made, [])


@kind
def a_set_up_that_names_another_roll(made):
    data = (made.raw, made.raw_trustees, made.roll)
    names = dict(zip(SETUP, map(digest_of, data), strict=True))
    names["credentials"] = digest_of(b"another roll")
    file = BytesIO()
    file.write(made.archive[:1024])
    writer = Writer(file, SECONDS)
    writer.happen(Kind.SETUP, *data, written(names))
    return file.getvalue()
