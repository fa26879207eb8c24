"""What this feature adds to the application."""

from flask import Flask

from union.demands import calls, known, live, tasks
from union.demands.exports import LETTER
from union.demands.queries import may_read_letter
from union.demands.views import clauses, decisions, mandates, pages
from union.demands.views.blueprint import bp
from union.documents.permissions import guards

__all__ = [  # each registers what it knows
    "calls",
    "clauses",
    "decisions",
    "init_app",
    "known",
    "live",
    "mandates",
    "pages",
    "tasks",
]


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
    guards[LETTER] = may_read_letter
