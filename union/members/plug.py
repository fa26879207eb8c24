"""What this feature adds to the application."""

from flask import Flask
from flask_login import current_user

from union.core.errors import StepUpNeeded
from union.members import live, tasks, welcome
from union.members.login import (
    JoiningUnfinished,
    ask_to_prove,
    lead_to_finish,
    login_manager,
    me,
    note_that_it_is_used,
)
from union.members.views import (
    about_me,
    bp,
    door,
    join,
    join_account,
    lobby,
    managing,
    organising,
    people,
    today,
    vouching,
)

# They register themselves when they are imported.
PARTS = (
    live,
    tasks,
    welcome,
    about_me,
    door,
    join,
    join_account,
    lobby,
    managing,
    organising,
    people,
    today,
    vouching,
)


def init_app(app: Flask) -> None:
    login_manager.init_app(app, add_context_processor=False)
    app.register_error_handler(StepUpNeeded, ask_to_prove)
    app.register_error_handler(JoiningUnfinished, lead_to_finish)
    app.after_request(note_that_it_is_used)
    app.context_processor(_who_is_asking)
    app.register_blueprint(bp)


def _who_is_asking() -> dict[str, object]:
    return {"me": me() if current_user.is_authenticated else None}
