"""A Jupyter Server extension that says where the lab is, once the server listens.

It lies with the settings that load it, so that the server imports nothing of the package hhlab.
"""

import os
from urllib.parse import quote

from lab_address import EVERYWHERE, IN_THE_IMAGE, address

BANNER = """
  The lab is running. Open this address in a browser{how}:

    {url}
{more}
  Your work is stored in {work}.
  To stop the lab, press Ctrl+C here.
"""
SOCKET = """
  The lab is running. It listens at the socket {sock}, to which a proxy leads a browser.

  Your work is stored in {work}.
"""
HUB = """
  The lab of {user} is running, started by a JupyterHub, at whose address a browser opens it.

  The work is stored in {work}.
"""
UNREACHABLE = """
  As --ip={ip} says, it listens only within this container, where no browser comes, unless the container
  has the network of its machine. Leave --ip out.
"""
FROM_OTHERS = """
  On other machines put the name of this one in place of 127.0.0.1.
"""
COURSE = """
  About the folder of your own course:

    {problem}
"""


def banner(server):
    """Give what a person needs to know who has started the lab, or who reads its log."""
    return notices(server) + where(server, os.environ.get("HHLAB_KEPT_IN") or server.root_dir)


def notices(server):
    """Give what has to be said before the address."""
    said = ""
    if problem := os.environ.get("HHLAB_COURSE_PROBLEM"):
        said += COURSE.format(problem=problem)
    if news := os.environ.get("HHLAB_NEWS"):
        said += "".join(f"\n  {line}".rstrip(" ") for line in news.splitlines()) + "\n"
    at_home = server.ip in ("localhost", "127.0.0.1", "::1") and not server.sock
    if IN_THE_IMAGE and at_home and not under_a_hub():
        said += UNREACHABLE.format(ip=server.ip)
    return said


def where(server, work):
    """Give how a browser gets to the lab, and where its work is stored."""
    if under_a_hub():
        return HUB.format(user=os.environ.get("JUPYTERHUB_USER", "a student"), work=work)
    if server.sock and not server.custom_display_url:
        return SOCKET.format(sock=server.sock, work=work)
    token = server.identity_provider.token
    # whoever publishes a container's port, or gives the address, knows who can reach it
    shared = server.ip in EVERYWHERE and not server.custom_display_url and not IN_THE_IMAGE
    return BANNER.format(
        url=address(server) + (f"?token={quote(token)}" if token else ""),
        how="" if token else ", and sign in with the password",
        more=FROM_OTHERS if shared else "",
        work=work,
    )


def under_a_hub():
    """Say whether a JupyterHub has started this server."""
    return "JUPYTERHUB_API_TOKEN" in os.environ


def _load_jupyter_server_extension(server):
    # Jupyter begins to listen in the first turn of its loop, after what is called here; in the second the
    # address that is printed works
    loop = server.io_loop
    loop.add_callback(loop.add_callback, lambda: print(banner(server), flush=True))


def _jupyter_server_extension_points():
    return [{"module": __name__}]
