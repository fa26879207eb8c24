"""What travels to a phone over many pages, compressed as a proxy does it."""

import gzip

REDIRECTS = {302, 303, 307, 308}


class Scale:
    """Weighs the pages that come one after another, and what they are drawn with."""

    def __init__(self, page):
        self.page, self.total, self._answers = page, 0, []
        page.on("response", self._note)

    def _note(self, answer):
        self._answers.append(answer)

    def weigh(self):
        """Take note of what has come since, before the browser forgets it."""
        self.page.wait_for_load_state("networkidle")
        while self._answers:
            self.total += weight(self._answers.pop())
        return self.total


def weight(answer):
    """Of the body, in bytes; what the browser had kept already is free."""
    sent = answer.request.sizes()["responseBodySize"]
    if answer.status in REDIRECTS:
        return sent
    return len(gzip.compress(answer.body(), 9)) if sent > 0 else 0
