"""Short codes to show, to say and to type: eight characters that nobody confuses."""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U
SHORT = 8  # 40 bits: enough where tries are few and the code lives for days

# What is read as something else, and Cyrillic letters drawn like Latin ones.
_READ_AS = str.maketrans("ILOАВЕЗІКМНОРСТУҮХ", "110ABE31KMH0PCTYYX")


def new_short_code() -> str:
    """A code that lives for days and opens nothing by itself."""
    return drawn(SHORT)


def drawn(length: int) -> str:
    """So many characters of the alphabet, at random."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def tidy(code: str) -> str:
    """The code that was meant, however it was typed: «оi2-з» is 0123."""
    upper = code.upper().translate(_READ_AS)
    return "".join(character for character in upper if character in ALPHABET)
