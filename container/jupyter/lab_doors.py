"""A Jupyter Server extension: which requests reach the server's own pages at all.

It is asked before every other route, with or without a token. Nobody gets past with an address that is no
text; and where the lab shows the playground alone, there is nothing but what that page asks for.
"""

import os
import re
from urllib.parse import unquote_to_bytes

from jupyter_server.base.handlers import APIHandler, JupyterHandler
from jupyterlab_server.licenses_handler import LicensesHandler
from tornado.log import access_log
from tornado.routing import Matcher, Rule
from tornado.web import HTTPError, RequestHandler
from tornado.websocket import WebSocketHandler

KERNEL = r"[\w-]+"
# below a folder, never above it
FILE = r"([\w@-][\w.@-]*/)*[\w@-][\w.@-]*"
# the playground's page asks for this, and whoever opens it; each below the server's base URL
PLAYGROUND = {
    rf"|api|favicon\.ico|static/{FILE}": "GET HEAD",
    r"login": "GET HEAD POST",
    r"oauth_callback": "GET",  # from a hub, which signs in
    r"voila/render/playground\.ipynb": "GET",
    rf"voila/(static|templates/hhlab/static|labextensions|api/themes)/{FILE}": "GET HEAD",
    rf"api/kernels/{KERNEL}(/channels)?": "GET",
    rf"voila/api/shutdown/{KERNEL}": "POST",
}
# what it may tell its kernel: the values of sliders, and no code
PLAYGROUND_MESSAGES = ["comm_open", "comm_msg", "comm_close", "comm_info_request", "kernel_info_request"]


class Malformed(Matcher):
    """Finds an address that no file can have: it is no text, or has a zero in it."""

    def match(self, request):
        try:
            return {} if "\0" in unquote_to_bytes(request.uri).decode() else None
        except UnicodeDecodeError:
            return {}


class NotListed(Matcher):
    """Finds a request that is not on a list of addresses and methods."""

    def __init__(self, base_url, listed):
        self.listed = {
            re.compile(f"{re.escape(base_url)}({address})"): methods.split()
            for address, methods in listed.items()
        }

    def match(self, request):
        for address, methods in self.listed.items():
            if address.fullmatch(request.path):
                return None if request.method in methods else {}
        return {}


class Refusal(RequestHandler):
    """Answers with a status and its name."""

    def initialize(self, status):
        self.set_status(status)

    def check_xsrf_cookie(self):
        pass

    def prepare(self):
        self.set_header("Content-Type", "text/plain")
        self.finish(f"{self.get_status()} {self._reason}\n")


def _finish(handler, *said, _mime_type="application/json"):
    return APIHandler.finish(handler, *said, set_content_type=_mime_type)


def _write_error(handler, status_code, _with_page=JupyterHandler.write_error, **how):
    known = hasattr(handler, "_jupyter_current_user")
    (_with_page if known else RequestHandler.write_error)(handler, status_code, **how)


def _log_exception(handler, kind, problem, _where):
    # a refusal, as of what never became a websocket, is no fault of its own
    if not isinstance(problem, HTTPError):
        path = handler.request.path[:200]
        access_log.error("%s took no message: %s: %.200r", path, kind.__name__, str(problem))


# Three faults of Jupyter's. JupyterLab's page of licenses awaits nothing where it refuses, and whoever asked
# would wait for ever. Jupyter's page of an error needs to know who asks, but a method or a body that it
# does not take is refused before. And whoever sends what is no message through a websocket fills the log with
# tracebacks.
LicensesHandler.finish = _finish
JupyterHandler.write_error = _write_error
WebSocketHandler.log_exception = _log_exception


def log_failure(handler):
    """Log in one line what the server failed at; a refusal is no fault of its own."""
    status = handler.get_status()
    # a full disk has said so
    if status >= 500 and status != 507:
        access_log.error("%d %s %r", status, handler.request.method, handler.request.path[:200])


def _load_jupyter_server_extension(server):
    rules = [Rule(Malformed(), Refusal, {"status": 400})]
    if os.environ.get("HHLAB_APP"):
        rules.append(Rule(NotListed(server.base_url, PLAYGROUND), Refusal, {"status": 404}))
    # what other extensions add comes behind these
    server.web_app.default_router.rules[:0] = rules


def _jupyter_server_extension_points():
    return [{"module": __name__}]
