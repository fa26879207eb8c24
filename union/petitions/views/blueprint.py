"""Where the pages of petitions stand, and how they lead to each other."""

from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from union.petitions.models import Petition

bp = Blueprint("petitions", __name__, url_prefix="/petitions")


def place(name: str) -> UUID | None:
    """Where a list goes on, from the address; nonsense begins at the start."""
    try:
        return UUID(request.values.get(name, ""))
    except ValueError:
        return None


def to(page: str, petition: Petition) -> ResponseReturnValue:
    return redirect(url_for(f".{page}", petition_id=petition.id), HTTPStatus.SEE_OTHER)
