"""Where the files that are not Python lie: beside the code, or inside the wheel."""

from pathlib import Path

PACKAGE = Path(__file__).parent
_CHECKOUT = PACKAGE.parent

WEB = _CHECKOUT if (_CHECKOUT / "pyproject.toml").is_file() else PACKAGE / "_web"
TEMPLATES = WEB / "templates"
STATIC = WEB / "static"
MIGRATIONS = WEB / "migrations"
LOCALE = PACKAGE / "locale"
