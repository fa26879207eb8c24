"""What this feature adds to the application."""

from flask import Flask

from union.demands import live
from union.demands.views import clauses, decisions, pages
from union.demands.views.blueprint import bp

__all__ = ["clauses", "decisions", "init_app", "live", "pages"]  # each registers itself


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
