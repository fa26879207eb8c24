"""What this feature adds to the application."""

from flask import Flask
from flask_login import current_user

from union.members.login import login_manager, me


def init_app(app: Flask) -> None:
    login_manager.init_app(app, add_context_processor=False)
    app.context_processor(_who_is_asking)


def _who_is_asking() -> dict[str, object]:
    return {"me": me() if current_user.is_authenticated else None}
