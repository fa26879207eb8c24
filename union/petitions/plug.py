"""What this feature adds to the application."""

from flask import Flask

from union.documents.permissions import guards
from union.petitions import calls, exports, known, live, tasks, views

__all__ = [
    "calls",
    "init_app",
    "known",
    "live",
    "tasks",
]  # these register what they know


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    guards[exports.KIND] = exports.may_read_sheet
