"""A teller's part in decrypting the tally. Spec., Partial decryptions."""

from gmpy2 import mpz

from union.sealed.election import Election
from union.sealed.proving import prove_equality
from union.sealed.refusals import Rejected
from union.sealed.secret import Draw, secret_power
from union.sealed.strict import written
from union.sealed.tally import Rows
from union.sealed.vote import as_written

LEAST = 10  # credentials whose ballots count


def check_enough(counted: int, least: int = LEAST) -> None:
    """Of few ballots a result would tell who voted how. Statutes may ask for more."""
    if counted < least:
        raise Rejected(f"There is no result: too few ballots, fewer than {least}.")


def decrypt(election: Election, tally: Rows, secret: mpz, draw: Draw) -> bytes:
    """The factors alpha^x and the proofs that x is this teller's key.

    The tally must have been computed here from ballots that were checked: whoever
    raises any number to the key for whoever asks gives the key's votes away.
    """
    group = election.group
    key = secret_power(group, group.g, secret)
    prefix = f"decrypt|{election.digest}|{key}|"
    alphas = [[one.alpha for one in ciphertexts] for ciphertexts in tally]
    return written(
        {
            "decryption_factors": [
                [str(secret_power(group, alpha, secret)) for alpha in row]
                for row in alphas
            ],
            "decryption_proofs": [
                [
                    as_written(prove_equality(group, prefix, secret, alpha, draw))
                    for alpha in row
                ]
                for row in alphas
            ],
        }
    )


def owned_record(owner: int, digest: str) -> bytes:
    """Which teller a partial decryption is by, numbered from one."""
    return written({"owner": owner, "payload": digest})
