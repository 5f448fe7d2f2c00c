"""At which address other computers of a room find this one."""

import os
import re
import socket

from . import places
from .no_start import NoStart

THIS_MACHINE = ("localhost", "127.0.0.1", "::1")
EVERYWHERE = ("", "0.0.0.0", "::")
# of a network that is in documents only; no packet goes there
FAR_AWAY = ("198.51.100.1", 9)


def in_the_room(ip, port):
    """Give the addresses at which a phone finds this server, as far as it knows: one or none.

    Parameters
    ----------
    ip : str
        Where the server listens; "" for everywhere.
    port : int

    Raises
    ------
    NoStart
        HHLAB_URL, which has the last word, is no address.
    """
    if url := checked(given("HHLAB_URL")):
        return [url if url.endswith("/") else f"{url}/"]
    # a container knows its own network alone
    if ip in THIS_MACHINE or places.in_the_image():
        return []
    host = own() if ip in EVERYWHERE else ip
    return [f"http://{f'[{host}]' if ':' in host else host}:{port}/"] if host else []


def own():
    """Give this machine's address in its network, or None where it is in none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # sends nothing: the system only says from which address it would send
            probe.connect(FAR_AWAY)
        except OSError:
            return None
        return probe.getsockname()[0]


def given(name):
    """Give a variable of the environment; "" where it is empty or not there."""
    return os.environ.get(name, "").strip()


def checked(text):
    """Give an address as it was written, or "".

    Raises
    ------
    NoStart
        It is none that a browser could open.
    """
    if text and not re.fullmatch(r"https?://[^\s/?#@\"'<>]+(/[^\s?#\"'<>]*)?", text):
        raise NoStart(f"{text!r} is no address. Write it as in https://lab.example.org/", status=2)
    return text
