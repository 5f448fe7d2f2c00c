"""A Jupyter Server extension that says where the lab is, once the server listens.

It lies with the settings that load it, so that the server imports nothing of the package hhlab.
"""

import os
from urllib.parse import quote

BANNER = """
  The lab is running. Open this address in a browser:

    {url}

  Your work is stored in {work}.
  To stop the lab, press Ctrl+C here.
"""
UNREACHABLE = """
  As --ip={ip} says, it listens only within this container, where no browser comes, unless the container
  has the network of its machine. Leave --ip out.
"""

COURSE = """
  About the folder of your own course:

    {problem}
"""


def banner(server):
    # in a container the port on the student's machine may be another than the server's own
    site = server.custom_display_url or f"http://127.0.0.1:{server.port}"
    token = server.identity_provider.token
    within = "HHLAB_IP" in os.environ and server.ip in ("localhost", "127.0.0.1", "::1")
    problem = os.environ.get("HHLAB_COURSE_PROBLEM", "")
    before = COURSE.format(problem=problem) * bool(problem) + UNREACHABLE.format(ip=server.ip) * within
    return before + BANNER.format(
        url=site.rstrip("/") + server.default_url + (f"?token={quote(token)}" if token else ""),
        work=os.environ.get("HHLAB_KEPT_IN") or server.root_dir,
    )


def _load_jupyter_server_extension(server):
    # the loop turns only after the sockets listen, so the address works when it is printed
    server.io_loop.add_callback(lambda: print(banner(server), flush=True))


def _jupyter_server_extension_points():
    return [{"module": __name__}]
