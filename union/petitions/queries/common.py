"""How lists of petitions and of signatures go on, page by page."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, SelectBase, Tuple, or_

A_PAGE = 20


def follows(
    key: Tuple, place: SelectBase, comes: Callable[[Any, Any], Any]
) -> ColumnElement[bool]:
    """In SQL: the row comes after the place; if that is gone, the list begins anew."""
    return or_(comes(key, place.scalar_subquery()), ~place.exists())
