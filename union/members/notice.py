"""The version of the privacy notice that is shown and agreed to."""

from datetime import date

NOTICE = date(2026, 11, 25)
VERSION = NOTICE.isoformat()
