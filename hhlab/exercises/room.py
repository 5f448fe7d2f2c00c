"""The class's room, where a hub has one: where it is, and how it is asked, with the hub's token."""

import json
import os
from urllib.parse import urljoin, urlsplit
from urllib.request import ProxyHandler, Request, build_opener

LONGEST_S = 5.0


def address():
    """Give the room's address, or None where there is none: without a hub, and at most hubs."""
    needed = ("JUPYTERHUB_SERVICE_PREFIX", "JUPYTERHUB_API_TOKEN", "HHLAB_ROOM_URL")
    return os.environ["HHLAB_ROOM_URL"] if all(os.environ.get(name) for name in needed) else None


def page(name):
    """Give where a student's browser finds a page of the room."""
    return urlsplit(urljoin(address(), name)).path


def tell(name, what, seconds=LONGEST_S):
    """Send what JSON can hold to an address of the room, and give its answer.

    Raises
    ------
    OSError
        It does not answer, or does not take it.
    """
    request = Request(
        urljoin(address(), name),
        json.dumps(what).encode(),
        {"Authorization": f"token {os.environ['JUPYTERHUB_API_TOKEN']}", "Content-Type": "application/json"},
    )
    # the machine's proxies lead outside
    with build_opener(ProxyHandler({})).open(request, timeout=seconds) as answer:
        try:
            return json.load(answer)
        except ValueError as error:
            raise OSError(f"The room gave no answer that can be read: {error}") from None
