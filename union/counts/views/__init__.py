"""The pages of counts: a file goes in, a report is read, a lot is declared."""

from union.counts.views import asking, files, reading
from union.counts.views.blueprint import bp

__all__ = ["asking", "bp", "files", "reading"]
