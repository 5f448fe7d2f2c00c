"""What is mounted where, as Linux tells it."""

import re
from collections import namedtuple

# root: what is mounted, seen from the top of its disk; options: of this mount; disk_options: of the disk
Mount = namedtuple("Mount", "root point options kind disk_options")


def read(text):
    """Give the mounts of a /proc/self/mountinfo, in its order."""
    return [mount_in(line) for line in text.splitlines()]


def mount_in(line):
    own, _, disk = line.partition(" - ")
    root, point, options = own.split()[3:6]
    kind, *_, disk_options = disk.split()
    return Mount(unescaped(root), unescaped(point), options.split(","), kind, disk_options.split(","))


def unescaped(path):
    return re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), path)


def holding(path, mounts):
    """Give the mount on which a path lies: the deepest, and of those the last."""
    found = [mount for mount in mounts if lies_in(path, mount.point)]
    return max(reversed(found), key=lambda mount: len(mount.point))


def lies_in(path, folder):
    return f"{path}/".startswith(f"{folder.rstrip('/')}/")


def volume(mount):
    """Give the name of a Docker volume; None of a folder."""
    found = re.search("/volumes/([^/]+)/_data$", mount.root)
    return found and found[1]


def is_kept(mount):
    """Whether what lies there outlives the container."""
    return mount.point != "/" and mount.kind != "tmpfs"
