"""Why something cannot be counted, in one sentence that says what was expected."""


class Malformed(ValueError):
    """A ballot file that cannot be read; `line` is counted from one."""

    def __init__(self, line: int, expected: str) -> None:
        super().__init__(f"Line {line}: {expected}")
        self.line, self.expected = line, expected


class NotCountable(ValueError):
    """What was asked for makes no sense for these papers or this rule."""
