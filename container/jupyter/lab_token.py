"""The token that opens the lab: where it comes from, what a good one is, and that no lab is without one.

The settings call `settle`; as a server extension it looks again at what the flags have made of it.
"""

import os
import re
import secrets
import stat
import sys
import tempfile
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from contextlib import suppress
from pathlib import Path

LONGEST = 1000
OWN = re.compile("[0-9a-f]{48}")
RULE = f"A token is one word of at most {LONGEST:,} letters, digits and signs of the English keyboard."


def settle(needed=True):
    """Put a good token where Jupyter looks for it: the given one, or, if needed, the kept or a new one."""
    token = given() or (kept() if needed else None)
    for name in ("JUPYTER_TOKEN", "JUPYTER_TOKEN_FILE"):
        os.environ.pop(name, None)
    if token:
        os.environ["JUPYTER_TOKEN"] = token


def given():
    """Give the token of JUPYTER_TOKEN or of the file that JUPYTER_TOKEN_FILE names; None without either."""
    token, path = os.environ.get("JUPYTER_TOKEN"), os.environ.get("JUPYTER_TOKEN_FILE")
    if token is None and path is None:
        return None
    if token is not None and path is not None:
        refuse("JUPYTER_TOKEN and JUPYTER_TOKEN_FILE are both given", "Leave one of them out.")
    name = "JUPYTER_TOKEN" if path is None else "JUPYTER_TOKEN_FILE"
    try:
        token = tidy(read(path) if token is None else token)
        wrong = flaw(token)
    except (OSError, ValueError) as problem:
        wrong = why(problem)
    if wrong:
        what = name if path is None else f"the file {path!r}, which {name} names,"
        remedy = f"{RULE}\n  Mend it, or leave {name} out: the lab then makes one itself."
        refuse(f"{what} {wrong}", remedy)
    return token


def kept():
    """Give the token that lies with the work, so that an open tab can go on saving after a restart.

    Whatever else lies there, a token that was cut for one, is replaced.
    """
    path = os.environ.get("HHLAB_TOKEN_KEPT")
    if not path:
        return secrets.token_hex(24)
    try:
        token = tidy(read(path))
    except (OSError, ValueError):
        token = ""
    if not OWN.fullmatch(token):
        token = secrets.token_hex(24)
        keep(token, Path(path))
    return token


def keep(token, path):
    # where it cannot be kept, it is good for this start only
    with suppress(OSError):
        # for this user alone, and whole or not at all
        part, name = tempfile.mkstemp(dir=path.parent, prefix=".token.")
        try:
            with os.fdopen(part, "w") as file:
                file.write(token + "\n")
            Path(name).replace(path)
        finally:
            Path(name).unlink(missing_ok=True)


def read(path):
    """Give the text of a small file.

    Raises
    ------
    OSError, ValueError
        It cannot be read, or what is in it cannot be a token.
    """
    # a pipe would keep the start waiting
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise ValueError("is not a file")
        content = file.read(4 * LONGEST)
        if file.read(1):
            raise ValueError("is too large for a token")
    # as Windows' PowerShell writes, and Windows' Notepad
    utf16 = content.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
    return content.decode("utf-16" if utf16 else "utf-8-sig")


def tidy(token):
    return token.strip().removeprefix("\ufeff").strip()


def why(problem):
    match problem:
        case UnicodeError():
            return "is not text"
        case OSError():
            return f"cannot be read ({problem.strerror})"
    return str(problem)


def flaw(token):
    """Say what is wrong with a token; None of a good one."""
    if not token:
        return "is empty"
    if len(token) > LONGEST:
        return "is too long for a token"
    if re.search(r"\s", token):
        return "has a blank or a line break inside it"
    if not re.fullmatch("[!-~]+", token):
        return "has a character in it that a browser cannot send as a token"
    return None


def refuse(reason, remedy):
    sys.exit(f"\n  The lab does not start: {reason}.\n  {remedy}\n")


def _load_jupyter_server_extension(server):
    """End the start of a server that would let everyone in; its sockets do not listen yet."""
    provider = server.identity_provider
    if provider.token and (wrong := flaw(provider.token)):
        refuse(f"the token among its flags {wrong}", RULE)
    if not provider.auth_enabled:
        refuse(
            "flags or settings take its token away, and everyone who reaches its port could run programs",
            "Give --IdentityProvider.token= a token, or leave it out: the lab then makes one itself. For a\n"
            "  password set HHLAB_PASSWORD_FILE.",
        )


def _jupyter_server_extension_points():
    return [{"module": __name__}]
