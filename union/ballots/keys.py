"""The union's sealing key, from the operator's settings to the ballots' envelopes."""

from flask import current_app

from union.ballots.sealing import Sealer
from union.core.settings import Settings


def sealer() -> Sealer:
    """What closes and opens the envelopes of this union."""
    settings: Settings = current_app.config["SETTINGS"]
    return Sealer(settings.sealing_key.get_secret_value())
