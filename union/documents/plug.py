"""What this feature adds to the application."""

from flask import Flask

from union.documents import views


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
