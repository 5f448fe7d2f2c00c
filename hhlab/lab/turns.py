"""One at a time: two labs may be on one folder."""

import errno
import fcntl
import time
from contextlib import contextmanager

PATIENCE_S = 10.0
# some shared folders have no locks
WITHOUT_LOCKS = {errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL}


@contextmanager
def alone(work):
    """Do what follows while no other lab does it in the same folder.

    Raises
    ------
    OSError
        Nothing can be written there, or another is at it for ten seconds.
    """
    place = work / ".hhlab"
    place.mkdir(parents=True, exist_ok=True)
    with (place / "course.lock").open("w") as file:
        until = time.monotonic() + PATIENCE_S
        while not _locked(file):
            if time.monotonic() > until:
                raise TimeoutError(errno.EAGAIN, "another lab is just bringing it to the same folder")
            time.sleep(0.05)
        yield


def _locked(file):
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as problem:
        if problem.errno not in WITHOUT_LOCKS:
            raise
    return True
