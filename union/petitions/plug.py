"""What this feature adds to the application."""

from flask import Flask

from union.petitions import calls, live, tasks, views

__all__ = ["calls", "init_app", "live", "tasks"]  # these register what they know


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
