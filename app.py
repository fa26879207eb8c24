"""The composition root: the one place that knows every part of the union."""

from union.ballots import plug as ballots
from union.core import db, jobs, keys
from union.core.live import wire
from union.core.settings import Settings
from union.core.web import (
    doors,
    forms,
    fragments,
    headers,
    limits,
    metrics,
    pages,
    probes,
)
from union.core.web.application import Application
from union.counts import plug as counts
from union.demands import plug as demands
from union.documents import plug as documents
from union.members import plug as members
from union.paths import STATIC, TEMPLATES
from union.petitions import plug as petitions
from union.rulebook import plug as rulebook

CORE = (
    db,
    keys,
    jobs,
    doors,
    forms,
    fragments,
    headers,
    limits,
    pages,
    probes,
    metrics,
)
FEATURES = (members, rulebook, documents, petitions, ballots, counts, demands)


def create_app(settings: Settings | None = None) -> Application:
    """Build the application that these settings describe."""
    app = Application(__name__, template_folder=TEMPLATES, static_folder=STATIC)
    app.config.from_mapping((settings or Settings()).as_config())
    for part in (*CORE, *FEATURES, wire):
        part.init_app(app)
    return app
