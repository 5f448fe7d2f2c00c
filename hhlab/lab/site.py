"""``hhlab site``: the course's pages for a room, from this machine, to whoever opens the address."""

import argparse
import asyncio
import contextlib
import errno
import resource
import sys
from pathlib import Path

from tornado.netutil import bind_sockets

from . import places, ports, site_address
from .no_start import NoStart
from .site_files import found_in
from .site_server import server

USUAL = 8000
IN_THE_IMAGE = Path("/usr/share/hhlab/site")
IN_A_CHECKOUT = Path("build/site")


def main(words):
    """Serve the site until Ctrl+C; give an exit status where there is none."""
    asked = parser().parse_args(words)
    try:
        asyncio.run(serve(asked.folder or found(), asked.ip, port(asked.port), asked.lab))
    except NoStart as problem:
        lines = str(problem).splitlines()
        print("", *(f"  {line}" for line in lines), "", sep="\n", file=sys.stderr)
        return problem.status
    return 0


def parser():
    """Give what reads the words behind the command."""
    reads = argparse.ArgumentParser(
        prog="hhlab site",
        description="Serve the course as pages that live without a lab, to whoever opens the "
        "address. There is no login, since there is nothing to get into. Ctrl+C ends it.",
    )
    reads.add_argument("folder", nargs="?", type=Path, help="the site; without it, what make site has built")
    reads.add_argument("--port", metavar="NUMBER", help=f"another port than {USUAL}")
    reads.add_argument("--ip", default="", metavar="ADDRESS", help="listen there alone, as at 127.0.0.1")
    reads.add_argument("--lab", metavar="ADDRESS", help="a lab to which the pages lead (or HHLAB_LAB)")
    return reads


def port(flag):
    """Give the port of the flag, or of HHLAB_PORT where that is not Docker's."""
    outside = places.in_the_image() or not site_address.given("HHLAB_PORT")
    if flag is None:
        return USUAL if outside else ports.number(site_address.given("HHLAB_PORT"))
    if not (flag.isascii() and flag.isdecimal() and 0 < int(flag) < 65536):
        raise NoStart(f"--port is {flag!r}, which is no port. Give a number such as {USUAL}.", status=2)
    return int(flag)


def found():
    """Give the folder of the site in the image or in the checkout.

    Raises
    ------
    NoStart
        It was not built.
    """
    if places.in_the_image():
        folder = IN_THE_IMAGE
        advice = "This image was built without it. In the folder of the repository, type: make image"
    else:
        folder = (places.checkout() or Path()) / IN_A_CHECKOUT
        advice = "In the folder of the repository, type: make site"
    if not folder.is_dir():
        raise NoStart(f"There is no site in {folder}.\n{advice}")
    return folder


async def serve(folder, ip, port, lab):
    """Serve a folder at a port until the process is ended.

    Raises
    ------
    NoStart
        There is no site in the folder, nothing can listen there, or an address is none.
    """
    files = found_in(folder)
    if "index.html" not in files:
        raise NoStart(f"There is no site in {folder}: it has no index.html.")
    lab = site_address.checked(lab or site_address.given("HHLAB_LAB"))
    addresses = site_address.in_the_room(ip, port)
    hold_many()
    server(files, addresses, lab).add_sockets(listening(ip, port))
    print(words(port, addresses), flush=True)
    await asyncio.Event().wait()


def listening(ip, port):
    """Give sockets that listen, with room for a class that comes at once."""
    try:
        return bind_sockets(port, ip or None, backlog=1024)
    except OSError as problem:
        if problem.errno == errno.EADDRINUSE:
            why = f"Port {port} is taken by another program. Give another with --port"
        elif problem.errno == errno.EACCES:
            why = f"Port {port} is for the machine's own services. Give one from 1024 on with --port"
        else:
            why = f"Nothing can listen at {ip or 'any address'}, port {port}: {problem.strerror}"
        raise NoStart(f"{why}.") from problem


def hold_many():
    """Let this process hold as many connections as the system lets it: six for each phone."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    # macOS names more than it gives
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def words(port, addresses):
    """Give what the terminal shows."""
    outside = site_address.given("HHLAB_PORT") if places.in_the_image() else ""
    lines = [f"  on this computer   http://localhost:{outside or port}/"]
    lines += [f"  in the room        {address}" for address in addresses]
    return "\n".join(
        ["", "The course is open:", "", *lines, "", "Its first page has a code for phones. Stop with Ctrl+C."]
    )
