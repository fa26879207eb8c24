"""Which kind of device is asking, in words its owner knows it by."""

from flask import request


def device() -> str:
    """The browser and the system, in two words: enough to know one's own phone."""
    agent = request.user_agent.string
    return ", ".join(_first_of(kinds, agent) for kinds in (_BROWSERS, _SYSTEMS))


def _first_of(kinds: dict[str, str], agent: str) -> str:
    return next((name for part, name in kinds.items() if part in agent), "?")


_BROWSERS = {  # most call themselves by the names below theirs, too
    "YaBrowser": "Yandex",
    "SamsungBrowser": "Samsung",
    "OPR/": "Opera",
    "Edg": "Edge",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
_SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "Linux": "Linux",
}
