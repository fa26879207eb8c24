"""A teller's part in decrypting the tally. Spec., Partial decryptions."""

from gmpy2 import mpz

from union.sealed.decryption import Pair, Prefix, of_factor, of_key
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
    pairs = [
        [(one.alpha, secret_power(group, one.alpha, secret)) for one in ciphertexts]
        for ciphertexts in tally
    ]

    def proven(prefix: Prefix, pair: Pair) -> dict[str, str]:
        words = prefix(election, key, pair)
        return as_written(prove_equality(group, words, secret, pair[0], draw))

    return written(
        {
            "decryption_factors": [[str(x) for _, x in cells] for cells in pairs],
            "decryption_proofs": [[proven(of_key, x) for x in row] for row in pairs],
            "bound_proofs": [[proven(of_factor, x) for x in row] for row in pairs],
        }
    )


def owned_record(owner: int, digest: str) -> bytes:
    """Which teller a partial decryption is by, numbered from one."""
    return written({"owner": owner, "payload": digest})
