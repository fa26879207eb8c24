"""Pages from Jinja alone, with no server and no feature behind them."""

from typing import Any

from jinja2 import Environment, FileSystemLoader

from union.core import i18n
from union.core.web.pages import FILTERS
from union.paths import TEMPLATES

LANGUAGES = [
    (code, i18n.SHORT_NAMES[code], i18n.NAMES[code]) for code in i18n.LANGUAGES
]


class Page:
    """The shared templates, with stand-ins for what union/core/web hands them."""

    def __init__(self, language: str = "kk", **around: Any) -> None:
        self.around = {
            "language": language,
            "languages": LANGUAGES,
            "here": "/here",
            "tabs": [],
            "current_tab": None,
        } | around
        self.jinja = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            extensions=["jinja2.ext.i18n"],
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.jinja.install_gettext_callables(  # type: ignore[attr-defined]
            i18n.gettext, i18n.ngettext, newstyle=True
        )
        self.jinja.filters.update(FILTERS)
        self.jinja.globals.update(
            nonce=lambda: "nonce-1",
            once_key=lambda: "once-1",
            in_language="/here?lang={}".format,
            kept=lambda *_facts, caller: caller(),
            problems={},
            refusal=None,
            static_url="/static/{}".format,
            typed=lambda _name, default="": default,
            typed_list=lambda _name, default=(): list(default),
            zone_name=i18n.zone_name,
        )

    def typed(self, **values: Any) -> "Page":
        """The page as it is drawn again, with what a person typed."""
        self.jinja.globals["typed"] = lambda name, _default="": values.get(name, "")
        self.jinja.globals["typed_list"] = lambda name, _default=(): values.get(
            name, []
        )
        return self

    def refused(self, refusal: str, **problems: str) -> "Page":
        """The page as it is drawn again, with what was wrong."""
        self.jinja.globals.update(refusal=refusal, problems=problems)
        return self

    def whole(self, name: str, **words: Any) -> str:
        """A template by its name."""
        return self._drawn(self.jinja.get_template(name), words)

    def piece(self, source: str, **words: Any) -> str:
        """A line of a template, with the macros at hand as `m`."""
        line = '{% import "_macros.html" as m %}' + source
        return self._drawn(self.jinja.from_string(line), words)

    def _drawn(self, template: Any, words: dict[str, Any]) -> str:
        with i18n.speaking(self.around["language"]):
            return str(template.render(self.around | words))
