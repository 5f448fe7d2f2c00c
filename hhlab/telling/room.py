"""The class's room, where a hub has one: where it is, and how it is asked, with the hub's token."""

import json
import os
from urllib.error import HTTPError
from urllib.parse import urljoin, urlsplit
from urllib.request import ProxyHandler, Request, build_opener

LONGEST_S = 5.0
SILENCE_S = 60.0  # the room's news beat every 20 seconds


def address():
    """Give the room's address, or None where there is none: without a hub, and at most hubs."""
    needed = ("JUPYTERHUB_SERVICE_PREFIX", "JUPYTERHUB_API_TOKEN", "HHLAB_ROOM_URL")
    return os.environ["HHLAB_ROOM_URL"] if all(os.environ.get(name) for name in needed) else None


def page(name):
    """Give where a student's browser finds a page of the room."""
    return urlsplit(urljoin(address(), name)).path


def news(seconds=SILENCE_S):
    """Give the room's news as it comes, pairs of a name and what JSON holds.

    The first is (None, None): from then on no news is missed. Each beat is another such pair.

    Raises
    ------
    OSError
        The room does not answer, or has ended.
    """
    with _opened(_request("api/news"), seconds) as lines:
        yield None, None
        name = None
        for line in lines:
            word, _, rest = line.decode().rstrip("\n").partition(": ")
            if word == "event":
                name = rest
            elif word == "data":
                yield name, json.loads(rest)
            elif word == ":":
                yield None, None


def ask(name):
    """Give what an address of the room answers.

    Raises
    ------
    OSError
        It does not answer.
    """
    with _opened(_request(name), LONGEST_S) as answer:
        return _read(answer)


def tell(name, what, seconds=LONGEST_S):
    """Send what JSON can hold to an address of the room, and give its answer.

    Raises
    ------
    OSError
        It does not answer, or does not take it.
    """
    request = _request(name, json.dumps(what).encode())
    with _opened(request, seconds) as answer:
        return _read(answer)


def _request(name, body=None):
    headers = {"Authorization": f"token {os.environ['JUPYTERHUB_API_TOKEN']}"}
    if body is not None:
        headers["Content-Type"] = "application/json"
    return Request(urljoin(address(), name), body, headers)


def _opened(request, seconds):
    try:
        # the machine's proxies lead outside
        return build_opener(ProxyHandler({})).open(request, timeout=seconds)
    except HTTPError as refusal:
        # it is an answer too, and holds its connection
        refusal.close()
        raise


def _read(answer):
    try:
        return json.load(answer)
    except ValueError as error:
        raise OSError(f"The room gave no answer that can be read: {error}") from None
