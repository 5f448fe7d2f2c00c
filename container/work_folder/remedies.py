"""What a lab says when work could not be saved, and the command that mends it, ready to be pasted."""

import os
import stat
import sys
from pathlib import Path

from mounts import is_kept, volume

WORK = "/home/jovyan/work"
IN_YOUR_OWN_NAME = '"$(id -u):$(id -g)"'
ROOT_IS_YOU = "0:0"
HERE = f'-v "${{PWD}}:{WORK}"'


def yourself(uid_map=None):
    """Give the user as whom a container can write to your folders, as /proc/self/uid_map tells it.

    An engine without root maps you, and nobody else, to its root.
    """
    first, outside, count = (uid_map or Path("/proc/self/uid_map").read_text()).split()[:3]
    return ROOT_IS_YOU if (first, count) == ("0", "1") and outside != "0" else IN_YOUR_OWN_NAME


def option(mount):
    """Give the -v of a mount. A folder has no name in here: its command is for one who stands in it."""
    return f"-v {volume(mount)}:{WORK}" if volume(mount) else HERE


def start(mounted, user=""):
    """Give the command that starts this lab."""
    port = os.environ.get("HHLAB_PORT") or "8888"
    words = ["docker run", user and f"--user {user}", f"-p 127.0.0.1:{port}:8888"]
    words += [f"-e HHLAB_PORT={port}" if port != "8888" else "", mounted, "hhlab"]
    words += ["voila" if os.environ.get("HHLAB_APP") else ""]
    return "  " + " ".join(filter(None, words))


def say(*lines):
    print("", *(f"  {line}".rstrip() for line in lines), sep="\n", file=sys.stderr)


def refuse(*lines):
    say(*lines, "")
    sys.exit(1)


def warn_of_loss():
    stars = "*" * 76
    say(
        stars,
        "YOUR WORK IS NOT KEPT: it is lost when this container is removed.",
        "To keep it, stop the lab and start it with a volume:",
        "",
        start(f"-v hhlab-work:{WORK}"),
        "",
        stars,
    )


def warn_of_noexec(folder):
    say(f"Nothing can be executed in {folder} (noexec): what nrnivmodl compiles there will not load.")


def give_it_tmp():
    refuse("In this container nothing can be written to /tmp, so the lab does not start. Add --tmpfs /tmp")


def leave_out_root(mount):
    refuse(
        "The lab needs no root and does not run as root. Leave out --user root:",
        "",
        start(option(mount) if is_kept(mount) else f"-v hhlab-work:{WORK}"),
        "",
        "A folder that belongs to root must be given to the lab's own user first. In that folder:",
        "",
        "  chown -R 1000:0 .",
    )


def mount_it_writable(mount):
    if "ro" not in mount.options:
        refuse(f"Nothing could be saved, so the lab does not start: {place(mount)} lies on a read-only disk.")
    refuse(
        f"Nothing could be saved, so the lab does not start: {place(mount)} is mounted read-only.",
        f"Start it without :ro (or readonly){'' if volume(mount) else ', in that folder'}:",
        "",
        start(option(mount)),
    )


def open_it(path, mount):
    """Refuse a folder for the first path in it that this user cannot change."""
    status = os.lstat(path)
    owner, me = f"{status.st_uid}:{status.st_gid}", f"{os.getuid()}:{os.getgid()}"
    name = "it" if path == WORK else repr(os.path.relpath(path, WORK))
    what = f"The lab cannot save everything in {place(mount)}: {name}"
    needed = 0o700 if stat.S_ISDIR(status.st_mode) else 0o200
    if status.st_uid == os.getuid() and status.st_mode & needed == needed:
        refuse(
            f"{what} is open to user {me}, and yet this machine refuses. So the lab does not start.",
            f"Where SELinux guards the machine, let the container in: -v ...:{WORK}:z",
        )
    if status.st_uid == os.getuid():
        refuse(
            f"{what} is closed even to user {me}, whose it is.",
            f"So the lab does not start. Open it{'' if volume(mount) else ', in that folder'}:",
            "",
            f"  docker run --rm --user {me} {option(mount)} hhlab chmod -R u+rwX .",
        )
    refuse(
        f"{what} belongs to user {owner}",
        f"and this container runs as user {me}. So the lab does not start.",
        "",
        *(of_a_volume(mount, owner, me) if volume(mount) else of_a_folder()),
    )


def of_a_volume(mount, owner, me):
    if not owner.startswith("0:"):
        yield from ("To go on as that user:", "", start(option(mount), owner), "")
    yield from ("To hand everything over to this user, once, before you start the lab as you did:", "")
    yield f"  docker run --rm --user 0 {option(mount)} hhlab sh -c 'chown -R {me} . && chmod -R u+rwX .'"


def of_a_folder():
    yield from ("If the folder is yours, go there and run the lab as you:", "")
    yield from (start(HERE, yourself()), "")
    yield from ("If it belongs to root or to someone else, take it over first:", "")
    yield f"  sudo chown -R {IN_YOUR_OWN_NAME} . && sudo chmod -R u+rwX ."


def place(mount):
    return f"the Docker volume {volume(mount)}" if volume(mount) else f"the folder mounted on {mount.point}"
