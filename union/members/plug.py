"""What this feature adds to the application."""

from flask import Flask
from flask_login import current_user

from union.core.errors import SecondFactorNeeded, StepUpNeeded
from union.members import (
    facts,
    importing,
    known,
    live,
    own_calls,
    proposals,
    retention,
    tasks,
    terms,
    welcome,
)
from union.members.login import (
    JoiningUnfinished,
    ask_to_prove,
    lead_to_finish,
    lead_to_second_factor,
    login_manager,
    me,
    note_that_it_is_used,
)
from union.members.views import (
    about_me,
    account_link,
    bp,
    branches,
    contact,
    devices,
    door,
    doubles,
    imports,
    invites,
    join,
    join_account,
    knowing,
    landing,
    leaving,
    lists,
    lobby,
    looks,
    managing,
    one_time,
    organising,
    passkeys,
    people,
    places,
    posters,
    preview,
    roles,
    today,
    vouching,
    ways_back,
)

# They register themselves when they are imported.
PARTS = (
    about_me,
    account_link,
    branches,
    contact,
    devices,
    door,
    doubles,
    facts,
    importing,
    imports,
    invites,
    join,
    join_account,
    knowing,
    known,
    landing,
    leaving,
    lists,
    live,
    lobby,
    looks,
    managing,
    one_time,
    organising,
    own_calls,
    passkeys,
    people,
    places,
    posters,
    preview,
    proposals,
    retention,
    roles,
    tasks,
    terms,
    today,
    vouching,
    ways_back,
    welcome,
)


def init_app(app: Flask) -> None:
    login_manager.init_app(app, add_context_processor=False)
    app.register_error_handler(StepUpNeeded, ask_to_prove)
    app.register_error_handler(SecondFactorNeeded, lead_to_second_factor)
    app.register_error_handler(JoiningUnfinished, lead_to_finish)
    app.after_request(note_that_it_is_used)
    app.context_processor(_who_is_asking)
    app.register_blueprint(bp)


def _who_is_asking() -> dict[str, object]:
    return {"me": me() if current_user.is_authenticated else None}
