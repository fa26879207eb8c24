"""What this feature adds to the application."""

from flask import Flask

from union.documents import tasks, views

__all__ = ["init_app", "tasks"]  # it registers what it knows


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
