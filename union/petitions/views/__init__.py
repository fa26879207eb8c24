"""The pages of petitions."""

from union.petitions.views import drafting, reading, signing
from union.petitions.views.blueprint import bp

__all__ = ["bp", "drafting", "reading", "signing"]  # each adds its pages when imported
