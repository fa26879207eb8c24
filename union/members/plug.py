"""What this feature adds to the application."""

from flask import Flask
from flask_login import current_user

from union.core.errors import StepUpNeeded
from union.members import importing, live, tasks
from union.members.login import (
    ask_to_prove,
    login_manager,
    me,
    note_that_it_is_used,
)
from union.members.views import (
    about_me,
    account_link,
    bp,
    door,
    doubles,
    imports,
    organising,
    people,
    preview,
    today,
)

# They register themselves when they are imported.
PARTS = (
    importing,
    live,
    tasks,
    about_me,
    account_link,
    door,
    doubles,
    imports,
    organising,
    people,
    preview,
    today,
)


def init_app(app: Flask) -> None:
    login_manager.init_app(app, add_context_processor=False)
    app.register_error_handler(StepUpNeeded, ask_to_prove)
    app.after_request(note_that_it_is_used)
    app.context_processor(_who_is_asking)
    app.register_blueprint(bp)


def _who_is_asking() -> dict[str, object]:
    return {"me": me() if current_user.is_authenticated else None}
