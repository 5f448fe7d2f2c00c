"""The port of a lab without a container: the one that was asked for, or the next that is free."""

import errno
import os
import re
import socket

from . import places
from .no_start import NoStart

USUAL = 8888
# a server that was asked for no port of its own tries so many
TRIES = 50


def settle(flags):
    """Tell JupyterLab its port by the environment, so that a flag has the last word.

    Parameters
    ----------
    flags : list of str
        What JupyterLab is started with.

    Raises
    ------
    NoStart
        HHLAB_PORT is no port, or the port that it or a flag asks for is taken.
    """
    given = os.environ.get("HHLAB_PORT", "").strip()
    port = number(given) if given else USUAL
    if places.in_the_image():
        return  # HHLAB_PORT is the port outside, and only Docker knows whether that is free
    flag = in_flags(flags)
    was_asked_for = bool(given) or flag is not None
    if was_asked_for:
        refuse_taken(port if flag is None else flag)
    os.environ["JUPYTER_PORT"] = str(port)
    os.environ["JUPYTER_PORT_RETRIES"] = "0" if was_asked_for else str(TRIES)


def in_flags(flags):
    """Give the port that flags ask for, or None."""
    found = re.findall(r"--(?:ServerApp\.|LabApp\.)?port[= ](\d+)(?!\S)", " ".join(flags))
    return int(found[-1]) if found else None


def number(text):
    """Give the port that HHLAB_PORT names."""
    if not (text.isascii() and text.isdecimal() and 0 < int(text) < 65536):
        raise NoStart(f"HHLAB_PORT is '{text}', which is no port. Give a number such as 8889.", status=2)
    return int(text)


def refuse_taken(port):
    """Raise NoStart if no server could listen on a port of this machine."""
    failure = failure_of(port)
    if failure == errno.EADDRINUSE:
        raise NoStart(
            f"Port {port} is taken by another program, perhaps by another lab.\n"
            "Give another one, or none: the lab then takes one that is free."
        )
    if failure == errno.EACCES:
        raise NoStart(f"Port {port} is for the machine's own services. Give one from 1024 on.")


def failure_of(port):
    """Give the number of the error with which the system refuses a port, or None."""
    with socket.socket() as probe:
        # as servers do: what a stopped one has left does not count
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as problem:
            return problem.errno
        except OverflowError:
            return None  # no port at all, which JupyterLab says itself
    return None
