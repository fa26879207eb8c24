"""The tables of demands: the document, its texts, its versions and what was decided."""

from union.demands.models.demand import (
    ACTS,
    STATES,
    TRACKS,
    Act,
    Demand,
    State,
    Track,
    Version,
)
from union.demands.models.fixing import Fixing
from union.demands.models.texts import (
    CLAUSE_PARTS,
    FRAME_PARTS,
    Clause,
    ClauseForm,
    Followed,
    Frame,
    FrameForm,
    FrameWords,
    FreezeForm,
    MoveForm,
    Text,
)

__all__ = [
    "ACTS",
    "CLAUSE_PARTS",
    "FRAME_PARTS",
    "STATES",
    "TRACKS",
    "Act",
    "Clause",
    "ClauseForm",
    "Demand",
    "Fixing",
    "Followed",
    "Frame",
    "FrameForm",
    "FrameWords",
    "FreezeForm",
    "MoveForm",
    "State",
    "Text",
    "Track",
    "Version",
]
