"""The version of the privacy notice, by the day it was written."""

from datetime import date

NOTICE = date(2026, 11, 25)
