"""Where the container keeps the work, and how long it looks for what it could not save."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

PROGRAM = Path(__file__).parents[2] / "container" / "work_folder"
sys.path.append(str(PROGRAM))

import mounts  # noqa: E402
import remedies  # noqa: E402
import stuck  # noqa: E402

WORK = "/home/jovyan/work"
OVERLAY = "1 0 0:30 / / ro,relatime master:1 - overlay overlay rw,lowerdir=/var/lib"
HOME = "2 1 0:31 / /home/jovyan rw,nosuid,noexec - tmpfs tmpfs rw,size=65536k"
VOLUME = f"3 2 8:1 /var/lib/docker/volumes/hhlab-work/_data {WORK} rw,relatime - ext4 /dev/sda1 rw"
FOLDER = rf"3 1 8:1 /home/ann/my\040course {WORK} ro,relatime - ext4 /dev/sda1 rw"
BESIDE = "4 1 8:1 /x /home/jovyan/workshop rw - ext4 /dev/sda1 rw"


def holding_work(*lines):
    return mounts.holding(WORK, mounts.read("\n".join(lines)))


def test_a_volume_is_known_by_its_name():
    mount = holding_work(OVERLAY, HOME, VOLUME, BESIDE)
    assert mounts.volume(mount) == "hhlab-work"
    assert mounts.is_kept(mount)


def test_a_folder_of_the_machine_is_known_with_its_options():
    mount = holding_work(OVERLAY, FOLDER, BESIDE)
    assert mount.root == "/home/ann/my course"
    assert mounts.volume(mount) is None
    assert mounts.is_kept(mount)
    assert "ro" in mount.options and "ro" not in mount.disk_options


def test_of_two_mounts_in_one_place_the_last_counts():
    assert mounts.volume(holding_work(OVERLAY, FOLDER, VOLUME)) == "hhlab-work"


def test_a_volume_on_the_home_keeps_the_work_too():
    assert mounts.is_kept(holding_work(OVERLAY, VOLUME.replace(WORK, "/home/jovyan")))


@pytest.mark.parametrize("lines", [[OVERLAY], [OVERLAY, HOME], [OVERLAY, BESIDE]])
def test_what_is_lost_with_the_container_is_not_kept(lines):
    assert not mounts.is_kept(holding_work(*lines))


def test_a_big_folder_does_not_hold_up_the_start(tmp_path):
    for folder in range(100):
        (tmp_path / str(folder)).mkdir()
        for file in range(100):
            (tmp_path / str(folder) / str(file)).touch()
    whole, part = (cost_s(tmp_path, seconds) for seconds in (60, 0.001))
    assert part < whole / 4


def cost_s(folder, seconds):
    """The processor's time for a look, which other programs do not lengthen."""
    began = time.process_time()
    assert stuck.first(str(folder), seconds=seconds) is None
    return time.process_time() - began


def test_what_lies_high_is_looked_at_first_and_no_link_is_followed(tmp_path):
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "deep").touch()
    (tmp_path / "z").touch()
    (tmp_path / "a" / "round").symlink_to(tmp_path)
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "spared").touch()
    (tmp_path / "lost+found").mkdir()
    seen = [
        str(Path(path).relative_to(tmp_path)) for path, _ in stuck.walk(str(tmp_path), {f"{tmp_path}/shared"})
    ]
    assert sorted(seen[:3]) == [".", "a", "z"]
    assert seen[3:] == ["a/b", "a/b/deep"]


NOBODY = 65534


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_the_first_path_that_cannot_be_changed_is_found(public_path):
    def found():
        os.setresuid(NOBODY, NOBODY, 0)
        try:
            return stuck.first(str(public_path), seconds=60)
        finally:
            os.setresuid(0, 0, 0)

    (public_path / "mine").mkdir()
    (public_path / "mine" / "a.txt").touch()
    for path in (public_path, public_path / "mine", public_path / "mine" / "a.txt"):
        os.chown(path, NOBODY, NOBODY)
    assert found() is None
    # what nobody may write is meant to be so
    (public_path / "mine" / "object").touch()
    (public_path / "mine" / "object").chmod(0o444)
    assert found() is None
    (public_path / "mine" / "b.txt").touch()
    (public_path / "mine" / "b.txt").chmod(0o644)
    assert found() == str(public_path / "mine" / "b.txt")
    (public_path / "roots").mkdir(mode=0o755)
    assert found() == str(public_path / "roots")
    (public_path / "roots").chmod(0o555)
    assert found() == str(public_path / "roots")
    public_path.chmod(0o555)
    assert found() == str(public_path)


def test_a_command_names_the_volume_and_publishes_to_this_machine_alone(monkeypatch):
    for name in ("HHLAB_PORT", "HHLAB_APP"):
        monkeypatch.delenv(name, raising=False)
    volume, folder = holding_work(OVERLAY, VOLUME), holding_work(OVERLAY, FOLDER)
    assert remedies.option(volume) == f"-v hhlab-work:{WORK}"
    assert remedies.option(folder) == f'-v "${{PWD}}:{WORK}"'
    assert remedies.start(remedies.option(volume)) == (
        f"  docker run -p 127.0.0.1:8888:8888 -v hhlab-work:{WORK} hhlab"
    )
    monkeypatch.setenv("HHLAB_PORT", "9999")
    monkeypatch.setenv("HHLAB_APP", "1")
    assert remedies.start("-v x:y", "0:0") == (
        "  docker run --user 0:0 -p 127.0.0.1:9999:8888 -e HHLAB_PORT=9999 -v x:y hhlab voila"
    )
    with pytest.raises(SystemExit):
        remedies.mount_it_writable(folder)


def test_a_folder_holds_what_lies_below_it_and_not_beside_it():
    for folder in ("/", "/home", "/home/jovyan/", WORK):
        assert mounts.lies_in(WORK, folder)
    for path in ("/home/jovyan/workshop", "/home/jovyan", "/work"):
        assert not mounts.lies_in(path, WORK)


@pytest.mark.parametrize(
    ("kind", "uid_map", "user"),
    [
        ("with root", "0 0 4294967295", '"$(id -u):$(id -g)"'),
        ("without root", "0 1000 1\n1 100000 65536", "0:0"),
        ("root mapped to nobody", "0 100000 65536", '"$(id -u):$(id -g)"'),
        ("Podman's keep-id", "0 1 1000\n1000 0 1\n1001 1001 64536", '"$(id -u):$(id -g)"'),
    ],
)
def test_the_user_who_is_you_is_found_by_the_kind_of_engine(kind, uid_map, user):
    assert remedies.yourself(uid_map) == user, kind


def test_where_an_engine_has_no_root_its_root_is_you():
    """In a real namespace, in which a user of the machine is root, as an engine without root makes it."""
    script = f"import sys; sys.path.append({str(PROGRAM)!r}); import remedies; print(remedies.yourself())"
    apart = ["unshare", "--user", "--map-root-user", "/usr/bin/env", "python3", "-S", "-c", script]
    if os.getuid() == 0:
        apart = ["setpriv", "--reuid", "1000", "--regid", "1000", "--clear-groups", *apart]
    environment = {"PATH": "/usr/local/bin:/usr/bin:/bin"}
    done = subprocess.run(apart, env=environment, cwd="/", capture_output=True, text=True, timeout=20)
    assert done.stdout == "0:0\n", done.stderr
