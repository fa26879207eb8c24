"""Phone numbers (phonenumbers, met here only): one way to write each."""

import phonenumbers


def normal(number: str, country: str = "KZ") -> str | None:
    """The number as E.164 writes it; None if it is no number that can be called."""
    try:
        parsed = phonenumbers.parse(number, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
