"""What Jupyter writes is written whole, and a full disk is said in words.

Jupyter empties a file before it writes it anew; a lab that is killed then leaves nothing, or half. Here all
of it goes through `whole_files`: notebooks, texts, uploads, checkpoints, a student's settings, and which
windows are open.
"""

import errno
import io
import shutil
from base64 import b64decode
from contextlib import contextmanager
from pathlib import Path

import whole_files
from anyio.to_thread import run_sync
from jupyter_server import config_manager
from jupyter_server.services.contents.filecheckpoints import AsyncFileCheckpoints
from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager
from jupyterlab_server import settings_utils, workspaces_handler
from tornado.web import HTTPError

FULL = {errno.ENOSPC, errno.EDQUOT}


def full_disk(path):
    """Say that there is no room for a file, and what to do."""
    left = shutil.disk_usage(path.parent).free / 1e6
    return (
        f"The disk is full ({left:.1f} MB left): {path.name} was not saved, and what was saved before is "
        "still there. Leave this page open, delete files that you no longer need, and save again; or ask "
        "whoever looks after the lab for more room."
    )


class WholeFiles:
    """How a manager of Jupyter's writes."""

    @contextmanager
    def perm_to_403(self, os_path=""):
        try:
            with super().perm_to_403(os_path):
                yield
        except OSError as problem:
            if problem.errno not in FULL:
                raise
            said = full_disk(Path(os_path or problem.filename or self.root_dir))
            self.log.error(said)
            raise HTTPError(507, said) from problem

    @contextmanager
    def atomic_writing(self, os_path, text=True, encoding="utf-8", **_):
        content = io.StringIO(newline="") if text else io.BytesIO()
        yield content
        whole = content.getvalue()
        with self.perm_to_403(os_path):
            whole_files.write(os_path, whole.encode(encoding) if text else whole)

    async def _copy(self, src, dest):
        with self.perm_to_403(dest):
            await run_sync(whole_files.copy, src, dest)


class LabCheckpoints(WholeFiles, AsyncFileCheckpoints):
    """Jupyter's checkpoints, written whole."""


class LabContents(WholeFiles, AsyncLargeFileManager):
    """Jupyter's contents, written whole."""

    async def rename_file(self, old_path, new_path):
        await super().rename_file(old_path, new_path)
        for path in (old_path, new_path):
            whole_files.sync_folder(self._get_os_path(path))

    async def save(self, model, path=""):
        """Save a model; a large file comes in chunks, and nothing is seen of it until the last, chunk -1."""
        if model.get("chunk") is None:
            return await super().save(model, path)
        path, chunk = path.strip("/"), model["chunk"]
        if chunk == 1:
            self.run_pre_save_hooks(model=model, path=path)
        os_path, content = self._get_os_path(path), _content(model)
        with self.perm_to_403(os_path):
            await run_sync(_append, os_path, content, chunk)
        if chunk != -1:
            folder, _, name = path.rpartition("/")
            return await self.get(folder, content=False) | {"name": name, "path": path, "type": "file"}
        saved = await self.get(path, content=False)
        self.run_post_save_hooks(model=saved, os_path=os_path)
        self.emit(data={"action": "save", "path": path})
        return saved


def _content(model):
    """Give the bytes of a model of a file."""
    if model.get("type") != "file" or model.get("format") not in ("text", "base64"):
        raise HTTPError(400, "What comes in chunks must be a file, as text or in base64.")
    try:
        content = model["content"].encode()
        return content if model["format"] == "text" else b64decode(content)
    except (KeyError, AttributeError, ValueError) as problem:
        raise HTTPError(400, f"A chunk of the file cannot be read: {problem}") from problem


def _append(os_path, content, chunk):
    upload = whole_files.beside(os_path, ".upload")
    if chunk == 1:
        whole_files.begin(upload, os_path)
    elif not upload.exists():
        raise HTTPError(409, f"The beginning of {Path(os_path).name} is missing. Upload it again.")
    try:
        with upload.open("ab") as file:
            file.write(content)
        if chunk == -1:
            whole_files.take_place(upload, os_path)
    except BaseException:
        upload.unlink(missing_ok=True)
        raise


@contextmanager
def _open(path, mode="r", encoding="utf-8"):
    """As these modules call it."""
    if mode == "r":
        with Path(path).open(encoding=encoding) as file:
            yield file
    else:
        text = io.StringIO(newline="")
        yield text
        WholePath(path).write_text(text.getvalue(), encoding)


class WholePath(type(Path())):
    """A path whose text is written whole."""

    def write_text(self, data, encoding=None):
        try:
            whole_files.write(self, data.encode(encoding or "utf-8"))
        except OSError as problem:
            if problem.errno in FULL:
                raise HTTPError(507, full_disk(self)) from problem
            raise


# these write by themselves, and have no setting for it
settings_utils.open = config_manager.open = _open
workspaces_handler.Path = WholePath
