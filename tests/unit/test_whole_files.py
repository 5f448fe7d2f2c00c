"""What the lab saves is there whole, whatever lies in the way of it and whenever it is killed."""

import asyncio
import base64
import errno
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest
import syncing
import whole_files
from jupyterlab_server import settings_utils, workspaces_handler
from lab_files import LabCheckpoints, LabContents
from tornado.web import HTTPError

NOBODY = 65534


@pytest.fixture
def tmp_path(public_path):
    """Some of these tests give up the rights of root."""
    return public_path


@pytest.fixture
def contents(tmp_path):
    return LabContents(root_dir=str(tmp_path), checkpoints_class=LabCheckpoints)


def save(contents, path, content="new", **more):
    model = {"type": "file", "format": "text", "content": content} | more
    return asyncio.run(contents.save(model, path))


def notebook(text):
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(text, id="a")])


def left_over(folder):
    return [path.name for path in folder.rglob(".~*")]


@contextmanager
def umask(mask):
    old = os.umask(mask)
    yield
    os.umask(old)


# --- every way that Jupyter writes


def test_notebooks_texts_and_bytes_are_saved_as_they_are(contents, tmp_path):
    save(contents, "a.txt", "ä\r\nb\n")
    save(contents, "a.bin", base64.b64encode(b"\x00\xff").decode(), format="base64")
    asyncio.run(contents.save({"type": "notebook", "content": notebook("µ")}, "a.ipynb"))
    assert (tmp_path / "a.txt").read_bytes() == "ä\r\nb\n".encode()
    assert (tmp_path / "a.bin").read_bytes() == b"\x00\xff"
    kept = [tmp_path / "a.ipynb", tmp_path / ".ipynb_checkpoints" / "a-checkpoint.ipynb"]
    assert [json.loads(path.read_text("utf-8"))["cells"][0]["source"] for path in kept] == [["µ"], ["µ"]]
    assert not any(b"\r" in path.read_bytes() for path in kept)
    assert left_over(tmp_path) == []


def test_a_checkpoint_takes_the_rights_and_the_time_and_gives_the_content_back(contents, tmp_path):
    file = tmp_path / "a.txt"
    save(contents, "a.txt", "old")
    file.chmod(0o600)
    asyncio.run(contents.create_checkpoint("a.txt"))
    checkpoint = tmp_path / ".ipynb_checkpoints" / "a-checkpoint.txt"
    assert checkpoint.stat().st_mode == file.stat().st_mode
    assert checkpoint.stat().st_mtime == file.stat().st_mtime
    save(contents, "a.txt", "new")
    asyncio.run(contents.restore_checkpoint("checkpoint", "a.txt"))
    assert file.read_text() == "old"


def test_nothing_is_seen_of_an_upload_until_its_last_chunk(contents, tmp_path):
    file = tmp_path / "data.csv"
    file.write_text("old")
    for chunk, content in (1, "one "), (2, "two "):
        model = save(contents, "data.csv", content, chunk=chunk)
        assert (model["name"], model["path"], model["type"]) == ("data.csv", "data.csv", "file")
        assert file.read_text() == "old"
    save(contents, "data.csv", base64.b64encode(b"three").decode(), format="base64", chunk=-1)
    assert file.read_text() == "one two three"
    assert left_over(tmp_path) == []


def test_an_upload_without_its_beginning_is_refused(contents, tmp_path):
    with pytest.raises(HTTPError, match=r"beginning of data\.csv is missing"):
        save(contents, "data.csv", "two", chunk=2)
    with pytest.raises(HTTPError, match="cannot be read"):
        save(contents, "data.csv", "a", format="base64", chunk=1)
    assert list(tmp_path.iterdir()) == []


def test_settings_and_workspaces_are_written_whole(tmp_path, monkeypatch):
    written = []
    monkeypatch.setattr(whole_files, "write", lambda path, content: written.append((Path(path), content)))
    with settings_utils.open(tmp_path / "a.json", "w", encoding="utf-8") as file:
        file.write("µ")
    space = {"data": {}, "metadata": {"id": "b"}}
    workspaces_handler.WorkspacesManager(tmp_path).save("b", json.dumps(space))
    assert written[0] == (tmp_path / "a.json", "µ".encode())
    assert json.loads(written[1][1]) == space
    assert list(tmp_path.iterdir()) == []


def test_all_that_the_server_writes_with_open_is_known():
    """A new version of Jupyter may write in one more place."""
    packages = [Path(sys.modules[name].__file__).parent for name in ("jupyter_server", "jupyterlab_server")]
    writing = {
        f"{path.parent.name}/{path.name}"
        for package in packages
        for path in package.rglob("*.py")
        for line in path.read_text("utf-8").splitlines()
        if any(sign in line for sign in ('"w"', '"wb"', '"ab"', "write_text(", "write_bytes("))
    }
    assert writing == {
        "contents/fileio.py",  # here by atomic_writing
        "contents/largefilemanager.py",  # here by save
        "jupyter_server/config_manager.py",  # here by open
        "jupyterlab_server/settings_utils.py",
        "jupyterlab_server/workspaces_handler.py",  # here by Path
        "auth/security.py",  # a password chosen at the command line
        "jupyter_server/serverapp.py",  # the files in which a running server says where it is
        "nbconvert/handlers.py",  # a zip in memory
        "jupyter_server/pytest_plugin.py",
        "jupyterlab_server/pytest_plugin.py",
    }


# --- what must stay as it was


def test_the_rights_of_a_file_stay_and_a_new_one_follows_the_umask(contents, tmp_path):
    with umask(0o002):
        save(contents, "new.txt")
        assert (tmp_path / "new.txt").stat().st_mode & 0o777 == 0o664
        for rights in 0o600, 0o640, 0o755, 0o666:
            (tmp_path / "new.txt").chmod(rights)
            save(contents, "new.txt", "newer")
            assert (tmp_path / "new.txt").stat().st_mode & 0o777 == rights


def test_what_a_link_leads_to_is_written(contents, tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "file.txt").write_text("old")
    (tmp_path / "folder" / "link.txt").symlink_to("file.txt")
    (tmp_path / "link.txt").symlink_to("folder/link.txt")
    save(contents, "link.txt", "new")
    for chunk in 1, -1:
        save(contents, "link.txt", "ab", chunk=chunk)
    assert (tmp_path / "link.txt").is_symlink() and (tmp_path / "folder" / "link.txt").is_symlink()
    assert (tmp_path / "folder" / "file.txt").read_text() == "abab"
    assert left_over(tmp_path) == []


def test_the_longest_name_can_be_saved(contents, tmp_path):
    for name in "a" * 255, "ä" * 127:
        save(contents, name, "new")
        assert (tmp_path / name).read_text() == "new"


@pytest.fixture
def nobody(tmp_path):
    """Let a test that root runs have the rights of nobody, in a folder of his own."""
    if os.geteuid() != 0:
        yield
        return
    os.chown(tmp_path, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, 0)
    yield
    os.setresuid(0, 0, 0)


@pytest.mark.usefixtures("nobody")
def test_a_protected_file_is_refused(contents, tmp_path):
    (tmp_path / "a.txt").write_text("old")
    (tmp_path / "a.txt").chmod(0o444)
    with pytest.raises(HTTPError) as refusal:
        save(contents, "a.txt")
    assert refusal.value.status_code == 403
    assert (tmp_path / "a.txt").read_text() == "old"
    assert left_over(tmp_path) == []


@pytest.mark.usefixtures("nobody")
def test_a_file_can_be_saved_where_none_can_be_made(contents, tmp_path):
    (tmp_path / "a.txt").write_text("old and longer")
    tmp_path.chmod(0o555)
    try:
        save(contents, "a.txt", "new")
        assert (tmp_path / "a.txt").read_text() == "new"
        for chunk in 1, -1:
            save(contents, "a.txt", "ab", chunk=chunk)
        assert (tmp_path / "a.txt").read_text() == "abab"
        with pytest.raises(HTTPError) as refusal:
            save(contents, "b.txt")
        assert refusal.value.status_code == 403
    finally:
        tmp_path.chmod(0o755)


@pytest.mark.parametrize("reason", ["EBUSY", "EPERM", "EXDEV"])
def test_a_file_that_cannot_be_replaced_is_written_over(contents, tmp_path, monkeypatch, reason):
    """A mount of a single file is EBUSY; the container's tests make one."""
    (tmp_path / "a.txt").write_text("old and longer")

    def refuse(*_):
        raise OSError(getattr(errno, reason), reason)

    monkeypatch.setattr(Path, "replace", refuse)
    save(contents, "a.txt", "new")
    assert (tmp_path / "a.txt").read_text() == "new"
    with pytest.raises(HTTPError):
        save(contents, "b.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


# --- a full disk, a kill


FULL = [errno.ENOSPC, errno.EDQUOT]


@pytest.mark.parametrize("number", FULL)
@pytest.mark.parametrize("chunk", [{}, {"chunk": 1}])
def test_on_a_full_disk_the_old_content_stays_and_the_error_says_what_to_do(
    contents, tmp_path, monkeypatch, caplog, number, chunk
):
    (tmp_path / "a.txt").write_text("old")

    def full(*_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", full)
    if chunk:
        save(contents, "a.txt", **chunk)
        chunk = {"chunk": -1}
    with pytest.raises(HTTPError, match=r"disk is full \(\d+\.\d MB left\): a\.txt was not saved") as refusal:
        save(contents, "a.txt", **chunk)
    assert refusal.value.status_code == 507
    assert "Errno" not in refusal.value.log_message
    assert "delete files" in refusal.value.log_message
    assert (tmp_path / "a.txt").read_text() == "old"
    assert left_over(tmp_path) == []
    assert [record.exc_info for record in caplog.records] == [None]


def test_what_a_killed_lab_left_goes_with_a_later_save(contents, tmp_path):
    stale, fresh, other = (tmp_path / f".~{name}.part" for name in ("a.txt.1", "a.txt.2", "b.txt.1"))
    for path in stale, fresh, other:
        path.write_text("cut")
    for path in stale, other:
        os.utime(path, (0, 0))
    save(contents, "a.txt")
    assert sorted(left_over(tmp_path)) == [fresh.name, other.name]


WRITER = """
import sys, whole_files
print(flush=True)
for number in range(10**9):
    whole_files.write(sys.argv[1], str(number % 10).encode() * 1_000_000)
"""


def test_a_kill_at_any_moment_leaves_a_whole_file(tmp_path):
    path = tmp_path / "a.txt"
    for kill in range(20):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, path],
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": str(Path(whole_files.__file__).parent)},
        )
        writer.stdout.readline()
        time.sleep(0.02 + 0.007 * kill)
        writer.send_signal(signal.SIGKILL)
        writer.communicate()
        found = path.read_bytes() if path.exists() else b"0" * 1_000_000
        assert len(found) == 1_000_000
        assert len(set(found)) == 1


def test_the_order_is_content_place_and_name(contents, tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text("old")
    order = syncing.recorded(monkeypatch)
    save(contents, "a.txt", "newer")
    assert order == ["file of 5", "replace", "folder"]
    order.clear()
    asyncio.run(contents.rename_file("a.txt", "b.txt"))
    assert order == ["folder", "folder"]
