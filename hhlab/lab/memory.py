"""The memory that a lab may have: what its container is limited to, how much of that a kernel gets.

The kernel of Linux says it in files below ``/sys/fs/cgroup``, of which there are two generations. Where there
is no limit, as on one's own machine, there is none here either.
"""

from pathlib import Path

MB = 1 << 20  # as Docker and the meter in the status bar count
# what JupyterLab itself takes, with a shell or two
SERVER = 100 * MB
# with less a kernel could not even load NEURON and Matplotlib; then the container's own limit is the only one
LEAST = 300 * MB
# "no limit" in files of the first generation is the largest number of whole pages
NO_LIMIT = 1 << 60
# generation: where its files lie, the limit's, and the one that counts processes ended for want of memory
GENERATIONS = {
    2: ("", "memory.max", "memory.events"),
    1: ("memory", "memory.limit_in_bytes", "memory.oom_control"),
}


def limit_bytes(root="/"):
    """Give the memory that this container may use [bytes], or None where nothing limits it."""
    limits = []
    for folder, limit, _ in _groups(Path(root)):
        said = _read(folder / limit).strip()
        if said.isdigit() and 0 < int(said) < NO_LIMIT:
            limits.append(int(said))
    return min(limits, default=None)


def share_bytes(limit):
    """Give what one kernel may use of a limit [bytes]; None without a limit, or where too little is left."""
    if not limit:
        return None
    share = min(limit * 85 // 100, limit - SERVER)
    return share if share >= LEAST else None


def ended_for_memory(root="/"):
    """Give how many processes of this container have been ended because it had no memory left."""
    return max((_counted(_read(folder / events)) for folder, _, events in _groups(Path(root))), default=0)


def data_bytes():
    """Give what this process holds for its data [bytes], as `RLIMIT_DATA` counts, where Linux says it."""
    for line in _read(Path("/proc/self/status")).splitlines():
        if line.startswith("VmData:"):
            return int(line.split()[1]) * 1024
    return None


def advice(limit=None, share=None, held=None):
    """Give in words how much memory there is, and what to do when it is not enough; in bytes, or None."""
    said = f"The lab has {megabytes(limit)} of memory" if limit else "There is no memory left for this"
    if share:
        said += f", of which one notebook may have {megabytes(share)}"
    if share and held:
        said += f"; this one has taken {megabytes(held)} already"
    said += (
        ". Make fewer or smaller arrays, del those that you no longer need, or shut down notebooks that you "
        "are not working in (the square in a circle, at the left)."
    )
    if limit:
        said += " It can be given more: docker run --memory, or mem_limit in docker-compose.yml."
    return said


def megabytes(n):
    """Give a number of bytes in words."""
    return f"{n / MB:,.0f} MB"


def _groups(root):
    """Give the folder of each group that this process is in, with the names of its files."""
    for line in _read(root / "proc/self/cgroup").splitlines():
        number, controllers, path = line.split(":", 2)
        generation = 2 if number == "0" and not controllers else 1
        if generation == 1 and "memory" not in controllers.split(","):
            continue
        below, limit, events = GENERATIONS[generation]
        top = root / "sys/fs/cgroup" / below
        group = top / path.lstrip("/")
        # in a container the path may be the host's, while only the container's own group is seen, as the top
        while True:
            yield group, limit, events
            if group == top or top not in group.parents:
                break
            group = group.parent


def _read(file):
    try:
        return file.read_text()
    except OSError:
        return ""


def _counted(events):
    for line in events.splitlines():
        if line.startswith("oom_kill "):
            return int(line.split()[1])
    return 0
