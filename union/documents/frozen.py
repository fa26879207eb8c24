"""A paper as plain data and back, and the hash by which its content is known."""

import json
from dataclasses import fields, replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, get_args

from pydantic import TypeAdapter

from union.writers.paper import Block, Paper

# What issuing writes on a paper is no part of its content.
WRITTEN_BY_US = {
    "reference": "",
    "seal": "",
    "page_label": "",
    "verify_url": "",
    "verify_caption": "",
    "issued_at": datetime(1970, 1, 1, tzinfo=UTC),
}

_BLOCKS = {kind.__name__: TypeAdapter(kind) for kind in get_args(Block)}
_PAPER = TypeAdapter(Paper)


def freeze(paper: Paper) -> dict[str, Any]:
    """All that the paper says, each block with its kind; without what issuing adds."""
    content = {field.name: getattr(paper, field.name) for field in fields(Paper)}
    for name in WRITTEN_BY_US:
        del content[name]
    blocks = [{"kind": type(block).__name__} | vars(block) for block in paper.blocks]
    return _as_read(content | {"blocks": blocks})


def thaw(content: dict[str, Any], **written: Any) -> Paper:
    """The paper again, with what issuing writes on it."""
    blocks = tuple(
        _BLOCKS[block["kind"]].validate_python(
            {name: value for name, value in block.items() if name != "kind"}
        )
        for block in content["blocks"]
    )
    bare = _PAPER.validate_python(content | {"blocks": ()} | WRITTEN_BY_US)
    return replace(bare, blocks=blocks, **written)


def content_hash(content: dict[str, Any]) -> str:
    """SHA-256 over the canonical JSON: sorted names, no spaces, UTF-8."""
    return sha256(canonical(content).encode()).hexdigest()


def canonical(content: dict[str, Any]) -> str:
    """The one way to write this data as JSON."""
    return json.dumps(
        content,
        default=vars,
        ensure_ascii=False,
        separators=(",", ":"),
        sort_keys=True,
    )


def _as_read(content: dict[str, Any]) -> dict[str, Any]:
    """The data as a database gives it back: lists for tuples, names for columns."""
    read: dict[str, Any] = json.loads(canonical(content))
    return read
