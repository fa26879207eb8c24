"""What this feature adds to the application: its pages, and the law it counts by."""

from flask import Flask

from union.core.settings import Settings
from union.law import house
from union.rulebook import views


def init_app(app: Flask) -> None:
    """Choose the law. A pack of the operator's that is wrong stops the start here."""
    settings: Settings = app.config["SETTINGS"]
    house.choose(settings.law_pack, settings.law_folder)
    app.register_blueprint(views.bp)
