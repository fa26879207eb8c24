"""What every answer says to the browser: what it may load, keep, embed and tell."""

import secrets
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, request

from union.core.settings import Settings

POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self' {socket}; "
    "manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'; "
    "trusted-types htmx ortaq"
)
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
FOREVER = "public, max-age=31536000, immutable"  # the address names the version
TWO_YEARS = "max-age=63072000; includeSubDomains"


def nonce() -> str:
    """This answer's own word, by which the browser knows our inline scripts."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    word: str = g.nonce
    return word


def _add(answer: Response) -> Response:
    settings: Settings = current_app.config["SETTINGS"]
    socket = ("wss://" if settings.is_secure else "ws://") + urlsplit(
        settings.public_url
    ).netloc
    answer.headers["Content-Security-Policy"] = POLICY.format(
        nonce=nonce(), socket=socket
    )
    answer.headers.extend(ALWAYS)
    if settings.is_secure:
        answer.headers["Strict-Transport-Security"] = TWO_YEARS
    if request.endpoint == "static":
        answer.headers["Cache-Control"] = FOREVER if "v" in request.args else "no-cache"
    elif "Cache-Control" not in answer.headers:
        answer.headers["Cache-Control"] = "no-store"
    return answer


def init_app(app: Flask) -> None:
    app.after_request(_add)
    app.jinja_env.globals["nonce"] = nonce
