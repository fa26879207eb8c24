"""Until when things are kept, as several sections say it."""

from union.core.i18n import gettext as _


def while_a_member() -> str:
    return _("As long as you are a member, and 24 hours more.")


def until_you_leave() -> str:
    return _("Until you delete it or leave.")


def for_good() -> str:
    return _(
        "For good. When you leave, pages say “former member” instead of your name."
    )
