"""What this feature adds to the application."""

from flask import Flask

from union.documents import known, tasks, views

__all__ = ["init_app", "known", "tasks"]  # they register what they know


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
