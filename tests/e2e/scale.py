"""What travels to a phone over many pages, as a proxy that compresses lets it travel."""

import gzip

REDIRECTS = {302, 303, 307, 308}


class Scale:
    """Weighs what one page is answered; what the browser had kept already is free."""

    def __init__(self, page):
        self.page, self.total, self._answers = page, 0, []
        page.on("response", self._answers.append)

    def weigh(self):
        """Take note of what has come since, before the browser forgets it."""
        self.page.wait_for_load_state("networkidle")
        while self._answers:
            self.total += weight(self._answers.pop())
        return self.total


def weight(answer):
    sizes = answer.request.sizes()
    if sizes["responseBodySize"] == 0 and answer.status == 200:
        return 0  # kept from before
    if answer.status in REDIRECTS or answer.request.resource_type == "websocket":
        return sizes["responseHeadersSize"] + sizes["responseBodySize"]
    return sizes["responseHeadersSize"] + len(gzip.compress(answer.body(), 9))
