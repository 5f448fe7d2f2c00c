"""Files that are written whole: after a kill at any moment there is the old content or the new.

The new content is written beside the file, is on the disk, and takes its place in one step.
"""

import errno
import os
import secrets
import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path

# the file itself must stay: another user's, mounted by itself, or in a folder that may not be written to
STAYS = {errno.EACCES, errno.EPERM, errno.EROFS, errno.EBUSY, errno.EXDEV}
# what a killed lab leaves behind ends so; a later save of that file clears it away
ENDING = ".part"
FORGOTTEN_S = 600


def write(path, content):
    """Write bytes to a file, all of them or none.

    Raises
    ------
    OSError
        The file may not be written to, or there is no room; then the old content stands.
    """
    _fill(path, lambda part: part.write_bytes(content))


def copy(source, path):
    """Copy a file, its rights and its time to another, all of it or nothing."""
    _fill(path, lambda part: shutil.copy2(source, part))


def take_place(part, path):
    """Let a file that is complete take the place of another."""
    path = Path(os.path.realpath(path))
    with part.open("rb") as file:
        os.fsync(file.fileno())
    old = path.stat() if path.exists() else None
    # a file that is protected would be replaced all the same
    if old and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    try:
        if old:
            _resemble(part, path, old)
        part.replace(path)
        sync_folder(path)
    except OSError as problem:
        if not old or problem.errno not in STAYS:
            raise
        _write_over(part, path)
        part.unlink()


def sync_folder(path):
    """See to it that the name of a file is on the disk; some shared folders cannot."""
    with suppress(OSError):
        folder = os.open(Path(path).parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def beside(path, ending):
    """Give a hidden path beside a file, or among the temporary ones if only the file may be written."""
    path = Path(os.path.realpath(path))
    writable = os.access(path.parent, os.W_OK) or not path.exists()
    folder = path.parent if writable else Path(tempfile.gettempdir())
    # a name has at most 255 bytes
    return folder / f".~{os.fsencode(path.name)[:200].decode(errors='ignore')}{ending}"


def begin(part, path):
    """Begin a file anew, which nobody may read who may not read the other one."""
    part.unlink(missing_ok=True)
    path = Path(path)
    rights = path.stat().st_mode & 0o777 | 0o600 if path.exists() else 0o666
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, rights))


def _fill(path, fill):
    # a link stays a link, and what it leads to is written
    path = os.path.realpath(path)
    _clear(beside(path, "."))
    part = beside(path, f".{secrets.token_hex(4)}{ENDING}")
    try:
        begin(part, path)
        fill(part)
        take_place(part, path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _clear(beginning):
    """Remove what killed labs have left of one file."""
    with suppress(OSError), os.scandir(beginning.parent) as entries:
        for entry in entries:
            ours = entry.name.startswith(beginning.name) and entry.name.endswith(ENDING)
            if ours and time.time() - entry.stat().st_mtime > FORGOTTEN_S:
                Path(entry).unlink()


def _resemble(part, path, old):
    """Give a file the owner, the rights and the attributes of another, but not its time."""
    now = part.stat()
    if (now.st_uid, now.st_gid) != (old.st_uid, old.st_gid):
        os.chown(part, old.st_uid, old.st_gid)
    shutil.copystat(path, part)
    os.utime(part, ns=(now.st_atime_ns, now.st_mtime_ns))


def _write_over(part, path):
    """Write one file's content into another: not in one step, but never without the room for all of it."""
    with part.open("rb") as new, path.open("r+b") as file:
        size, old_size = (os.fstat(f.fileno()).st_size for f in (new, file))
        if size > old_size and hasattr(os, "posix_fallocate"):
            try:
                os.posix_fallocate(file.fileno(), 0, size)
            except OSError:
                file.truncate(old_size)
                raise
        shutil.copyfileobj(new, file)
        file.truncate()
        file.flush()
        os.fsync(file.fileno())
