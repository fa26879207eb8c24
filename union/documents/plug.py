"""What this feature adds to the application."""

from flask import Flask

from union.documents import known, views

__all__ = ["init_app", "known"]  # the latter registers what it tells


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
