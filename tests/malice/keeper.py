"""A proxy before the scanners: all they may not do is end their own session.

Nor do they read each page again in every language.

Debian's wapiti has a way to leave addresses out, and falls over it on this Python.
"""

import http.client
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

ENDS_IT = (
    "/sign-out",
    "/me/devices",
    "/away",
    "/hide",
    "/me/leave",
    "/me/passphrase",
    "/me/manager",
)
NOT_HANDED_ON = {
    "connection",
    "proxy-connection",
    "transfer-encoding",
    "content-length",
}


class Keeper(BaseHTTPRequestHandler):
    """Hands each request on, and its answer back."""

    def hand_on(self):
        address = urlsplit(self.path)
        ends_it = self.command == "POST" and address.path.startswith(ENDS_IT)
        if ends_it or "lang=" in address.query:  # three of every four pages otherwise
            self.send_error(404)
            return
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        line = http.client.HTTPConnection(address.netloc, timeout=60)
        said = {k: v for k, v in self.headers.items() if k.lower() not in NOT_HANDED_ON}
        line.request(
            self.command, address._replace(scheme="", netloc="").geturl(), body, said
        )
        answer = line.getresponse()
        told = answer.read()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in NOT_HANDED_ON:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)
        line.close()

    do_GET = do_POST = do_HEAD = do_OPTIONS = do_PUT = do_ABC = hand_on  # noqa: N815

    def log_message(self, *_what):
        """Say nothing."""


@contextmanager
def keeper():
    """The address of the proxy while it stands."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Keeper)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
