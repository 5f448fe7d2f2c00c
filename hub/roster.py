"""Who may sign in: the class list of a hub that no campus signs in to, each with a password.

The passwords are kept as scrypt's digests in one file in the hub's volume. A first password is made here, is
told once, and a student changes it at ``/hub/password``. As a program it changes the list:
``roster.py add <roster.csv``.
"""

import argparse
import asyncio
import base64
import csv
import fcntl
import hashlib
import hmac
import json
import os
import re
import secrets
import sys
import time
from contextlib import contextmanager
from pathlib import Path

NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,39}")
LEAST = 8
# no 0, 1, i, l, o: they are read aloud, and typed from paper
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
# of wrong passwords in a row the first ones cost nothing
FREE, LONGEST_S = 10, 30


def path():
    """Give the file that holds the list."""
    return Path(os.environ.get("HHLAB_HUB_ROSTER", "/srv/hub/roster.json"))


def read():
    """Give the list: name to role ("student" or "teacher") and digest."""
    try:
        return json.loads(path().read_text())
    except FileNotFoundError:
        return {}


@contextmanager
def changed():
    """Give the list to be changed, and write it in one piece; the hub and the program take turns."""
    with path().with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        people = read()
        yield people
        new = path().with_suffix(".new")
        new.touch(mode=0o600)
        new.write_text(json.dumps(people, indent=1))
        new.replace(path())


def digest(password, salt=None):
    """Give what is kept of a password."""
    salt = salt or secrets.token_bytes(16)
    made = hashlib.scrypt(password.encode(), salt=salt, n=2**14, r=8, p=1)
    return base64.b64encode(salt + made).decode()


def fits(password, kept):
    """Say whether a password is the one of which this is kept."""
    return hmac.compare_digest(digest(password, base64.b64decode(kept)[:16]), kept)


NOBODY = digest("nobody")


class Doorkeeper:
    """Looks at passwords, and is slow with those who guess."""

    def __init__(self):
        self.wrong = {}

    async def lets_in(self, name, password):
        """Say whether this is that name's password; within the wait after a wrong one it is not looked at."""
        person = read().get(name)
        # names that nobody has share one account, so that it takes no memory
        count, since = self.wrong.get(name if person else None, (0, 0.0))
        if time.monotonic() - since < min(2.0 ** (count - FREE), LONGEST_S) - 0.5:
            return False
        # a name that nobody has takes as long as any other
        right = await asyncio.to_thread(fits, password, person["digest"] if person else NOBODY)
        if right and person:
            self.wrong.pop(name, None)
            return True
        self.wrong[name if person else None] = (count + 1, time.monotonic())
        return False


def add(file):
    """Take over a roster of lines ``name[,role]``; give the first passwords of those who are new."""
    rows = [[field.strip() for field in row] for row in csv.reader(file)]
    rows = [row for row in rows if any(row) and row[0].lower() != "name"]
    for number, row in enumerate(rows, 1):
        if not NAME.fullmatch(row[0]):
            raise ValueError(
                f"row {number}: {row[0]!r} is no name: a to z, 0 to 9, - _ . and at most 40 of them"
            )
        if len(row) > 1 and row[1] not in ("", "student", "teacher"):
            raise ValueError(f"row {number}: {row[1]!r} is no role: student or teacher")
    made = {}
    with changed() as people:
        for name, role, *_ in ([*row, ""] for row in rows):
            if name not in people:
                made[name] = "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))
                people[name] = {"digest": digest(made[name])}
            people[name]["role"] = role or people[name].get("role", "student")
    return made


def renew(name):
    """Give a new first password of somebody who has forgotten theirs."""
    with changed() as people:
        role = people.pop(known(name, people))["role"]
    return add([f"{name},{role}"])


def remove(name):
    """Take somebody off the list; their work stays."""
    with changed() as people:
        del people[known(name, people)]
    return {}


def known(name, people):
    if name not in people:
        raise ValueError(f"{name!r} is not on the list")
    return name


def main():
    """Change the list, and print the first passwords that this made."""
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(required=True)
    commands.add_parser("add").set_defaults(act=lambda _: add(sys.stdin))
    commands.add_parser("list").set_defaults(act=lambda _: print_list())
    for word, act in (("renew", renew), ("remove", remove)):
        command = commands.add_parser(word)
        command.add_argument("name")
        command.set_defaults(act=lambda asked, act=act: act(asked.name))
    asked = parser.parse_args()
    try:
        made = asked.act(asked)
    except (ValueError, OSError) as error:
        sys.exit(f"The list is as it was: {error}")
    csv.writer(sys.stdout, lineterminator="\n").writerows((made or {}).items())


def print_list():
    for name, person in sorted(read().items()):
        print(f"{name},{person['role']}")


if __name__ == "__main__":
    main()
