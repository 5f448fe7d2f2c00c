"""Find where a lab keeps its work, or end its start with what mends it: `work_folder [FLAGS of the lab]`.

Prints the folder, a colon, and in words where that is. It runs at every start, so it imports little.
"""

import os
import sys
from pathlib import Path

import mounts
import remedies
import stuck
from remedies import WORK

# in a container that is read-only and has no volume
ELSEWHERE = "/tmp/hhlab/work"


def main(flags):
    table = mounts.read(Path("/proc/self/mountinfo").read_text())
    mount = mounts.holding(WORK, table)
    if is_root() and "--allow-root" not in flags:
        remedies.leave_out_root(mount)
    if not os.access("/tmp", os.W_OK):
        remedies.give_it_tmp()
    work = WORK
    if mounts.is_kept(mount):
        refuse_what_cannot_be_saved(mount, table)
        name = mounts.volume(mount)
        where = f"the Docker volume {name}" if name else f"the folder mounted on {mount.point}"
    else:
        where = "this container only"
        remedies.warn_of_loss()
        if not os.access(WORK, os.W_OK):
            work = ELSEWHERE
            mount = mounts.holding(work, table)
    if "noexec" in mount.options:
        remedies.warn_of_noexec(work)
    make(f"{work}/.hhlab")
    print(f"{work}: {where}")


def is_root():
    """Whether this is root, and root outside too: an engine without root maps its user to root."""
    outside = Path("/proc/self/uid_map").read_text().split()[1]
    return os.getuid() == 0 and outside == "0"


def refuse_what_cannot_be_saved(mount, table):
    if "ro" in mount.options + mount.disk_options:
        remedies.mount_it_writable(mount)
    inside = [m.point for m in table if m.point != WORK and mounts.lies_in(m.point, WORK)]
    # whoever mounted another folder in it has chosen how; a token of another user is made anew
    if path := stuck.first(WORK, {*inside, f"{WORK}/.hhlab/token"}):
        remedies.open_it(path, mount)


def make(folder):
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        remedies.refuse(f"The lab does not start: {folder} must be a folder. Rename what is there.")
    except OSError as problem:
        remedies.refuse(f"The lab does not start: it cannot make the folder {folder} ({problem.strerror}).")


main(sys.argv[1:])
