"""What this feature adds to the application."""

from flask import Flask

from union.ballots import calls, exports, known, live, rolling, tasks, views
from union.ballots.queries import may_read_minutes
from union.documents.permissions import guards

__all__ = [
    "calls",
    "init_app",
    "known",
    "live",
    "rolling",
    "tasks",
]  # these register what they know


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    guards[exports.MINUTES] = may_read_minutes
