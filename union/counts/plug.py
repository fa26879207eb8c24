"""What this feature adds to the application."""

from flask import Flask

from union.counts import counting, known, tasks, views

__all__ = ["counting", "init_app", "known", "tasks"]  # they register what they know


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
