"""What an open page may watch: a token that this server made for this reader.

A page carries a token for each thing it shows live, made when its reader was allowed to
see that thing. So a page can ask for nothing but what it was given. The token dies with
the sign-in session it was made for.
"""

import hmac

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer


def room(kind: str, thing: object) -> str:
    """The room of one thing, by a name that says nothing."""
    key: str = current_app.config["SECRET_KEY"]
    return hmac.digest(key.encode(), f"{kind}:{thing}".encode(), "sha256").hex()[:32]


def token(kind: str, thing: object, reader: str) -> str:
    """Leave to watch one thing, for one reader's session."""
    return _signer().dumps([room(kind, thing), reader])


def room_of(token: str, reader: str) -> str | None:
    """The room this token opens for this reader, if it opens any."""
    try:
        name, owner = _signer().loads(token)
    except (BadSignature, UnicodeError):
        return None
    return str(name) if owner == reader else None


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="topic")
