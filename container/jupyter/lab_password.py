"""A password in place of the token: where it comes from, and a way in that does not let anyone guess it.

The settings call `settle`; `Login` takes the place of Jupyter's own.
"""

import math
import os
import time
from collections import OrderedDict
from functools import cache

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.auth.login import LoginFormHandler
from jupyter_server.auth.security import passwd
from lab_token import LONGEST, read, refuse, why

SHORTEST = 8
RULE = f"A password is one line of {SHORTEST} to {LONGEST:,} characters, without a blank at either end."


def settle(settings):
    """Put the hash of the given password into Jupyter's settings, and say whether there is one."""
    settings.PasswordIdentityProvider.login_handler_class = Login
    # the settings are the administrator's, and the login page is no place to change them
    settings.PasswordIdentityProvider.allow_password_change = False
    if hashed := hashed_once():
        settings.PasswordIdentityProvider.hashed_password = hashed
    return bool(hashed)


@cache
def hashed_once():
    """Give the hash of the given password, "" without one; Jupyter may read its settings more than once."""
    password = given()
    return passwd(password) if password else ""


def given():
    """Give the password of HHLAB_PASSWORD or of the file that HHLAB_PASSWORD_FILE names; None without either.

    What students start inherits the environment, so it is taken out of it.
    """
    password, path = (os.environ.pop(name, None) for name in ("HHLAB_PASSWORD", "HHLAB_PASSWORD_FILE"))
    # Compose gives an empty variable where none is set
    if not password and not path:
        return None
    if password and path:
        refuse("HHLAB_PASSWORD and HHLAB_PASSWORD_FILE are both given", "Leave one of them out.")
    try:
        password = (password or read(path)).removeprefix("\ufeff").rstrip("\r\n")
        wrong = flaw(password)
    except (OSError, ValueError) as problem:
        wrong = why(problem)
    if wrong:
        what = f"the file {path!r}, which HHLAB_PASSWORD_FILE names," if path else "HHLAB_PASSWORD"
        refuse(f"{what} {wrong}", f"{RULE}\n  Without one the lab makes a token itself.")
    return password


def flaw(password):
    """Say what is wrong with a password; None of a good one."""
    if not password.strip():
        return "is empty"
    if not password.isprintable():
        return "has more than one line, or a character in it that nobody can type"
    if password != password.strip():
        return "begins or ends with a blank"
    if len(password) < SHORTEST:
        return f"has {len(password)} characters, which is too short for a password"
    if len(password) > LONGEST:
        return "is too long for a password"
    return None


class Patience:
    """How long whoever guesses has to wait, by the address that the guesses come from.

    A whole class may come from one address, and mistype: so the first few wrong ones cost nothing, a right
    one clears the account, a quiet while does so too, and nobody ever waits longer than `LONGEST_S`.
    """

    FREE = 20
    LONGEST_S = 30.0
    FORGOTTEN_S = 900.0
    ADDRESSES = 10_000

    def __init__(self, clock=time.monotonic):
        self.clock = clock
        self.wrong = OrderedDict()  # address: how many, and when the last one was

    def wait_s(self, address):
        """Give the seconds until the next guess of an address may be looked at."""
        count, last = self.wrong.get(address, (0, -math.inf))
        quiet = self.clock() - last
        if quiet > self.FORGOTTEN_S:
            self.wrong.pop(address, None)
            return 0.0
        pause = min(2.0 ** (count - self.FREE), self.LONGEST_S) if count >= self.FREE else 0.0
        return max(pause - quiet, 0.0)

    def guessed(self, address, right):
        """Take note of a guess."""
        count, _ = self.wrong.pop(address, (0, 0.0))
        if not right:
            self.wrong[address] = (min(count + 1, self.FREE + 10), self.clock())
        # one who has many addresses is not to fill the memory
        while len(self.wrong) > self.ADDRESSES:
            self.wrong.popitem(last=False)


class Login(LoginFormHandler):
    """Jupyter's page to sign in, with patience."""

    patience = Patience()

    @allow_unauthenticated
    def post(self):
        """Look at a password or token, but not too often."""
        address = self.request.remote_ip
        if wait := math.ceil(self.patience.wait_s(address)):
            self.set_status(429)
            self.set_header("Retry-After", str(wait))
            seconds = f"{wait} second{'s' * (wait > 1)}"
            self._render({"error": f"Too many wrong passwords. Try again in {seconds}."})
            return
        super().post()
        self.patience.guessed(address, right=self.get_status() != 401)
