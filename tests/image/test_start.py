"""Who and what gets in: tokens, folders, the words of other images, and the lab's own terminal."""

import json
import os
import re
import shlex
import subprocess
import sys
import uuid
from pathlib import Path

import pytest
import websocket

from conftest import COMPLAINT, IMAGE, ROOT, LabHere, docker, launch, run, wait_for

WORK = "/home/jovyan/work"
READ_ONLY = ["--read-only", "--tmpfs", "/tmp"]


def on(source, *options):
    return ["--volume", f"{source}:{WORK}", *options]


def as_root(volume, script):
    docker("run", "--rm", "--user", "0", *on(volume), IMAGE, "sh", "-c", f"umask 022; {script}")


def commands(said):
    """The commands that a message gives, as a person pastes them, but for the image's name."""
    lines = re.findall(r"^ +((?:docker|sudo) .+)$", said, re.MULTILINE)
    return [re.sub(r"\bhhlab( |$)", rf"{IMAGE}\1", line) for line in lines]


def assert_publishes_here_only(said):
    assert "-p " in said
    assert len(re.findall(r" -p ", said)) == len(re.findall(r" -p 127\.0\.0\.1:\d+:8888 ", said))


# --- the token


@pytest.fixture
def secret(tmp_path):
    path = tmp_path / "secret"
    path.touch()
    tmp_path.chmod(0o755)
    return path, [
        "--volume",
        f"{path}:/run/secrets/token:ro",
        "--env",
        "JUPYTER_TOKEN_FILE=/run/secrets/token",
    ]


def test_an_empty_token_file_opens_no_lab(secret):
    status, said = run(options=secret[1])
    assert status == 1
    assert "'/run/secrets/token', which JUPYTER_TOKEN_FILE names, is empty" in said
    assert "Traceback" not in said and "http://" not in said


def test_a_token_file_with_a_line_end_opens_the_lab_at_the_printed_address(secret, start):
    secret[0].write_bytes(b"of-the-teacher\r\n")
    lab = start(*secret[1])
    assert lab.token == "of-the-teacher"
    assert lab.get(lab.url.removeprefix(f"http://127.0.0.1:{lab.port}"))[0] == 200
    assert lab.get("/api/contents", token="of-the-teacher")[0] == 200
    assert lab.get("/api/contents")[0] == 403


@pytest.mark.parametrize(
    "command", [["--IdentityProvider.token="], ["jupyter", "server", "--ServerApp.token="]]
)
def test_no_command_opens_a_lab_to_everyone(command):
    status, said = run(*command)
    assert status == 1
    assert "everyone who reaches its port could run programs" in said
    assert "Traceback" not in said and "http://" not in said


def test_a_password_may_take_the_place_of_the_token():
    script = "from jupyter_server.auth import passwd; print(passwd('sesame'))"
    hashed = docker("run", "--rm", IMAGE, "python", "-c", script).strip()
    lab = launch(
        command=[f"--PasswordIdentityProvider.hashed_password={hashed}", "--IdentityProvider.token="]
    )
    try:
        wait_for(lambda: "Open this address" in lab.log())
        assert lab.get("/api/contents")[0] == 403
        assert lab.get("/lab")[1].startswith("/login")
    finally:
        docker("rm", "--force", "--volumes", lab.name)


def test_a_kept_token_that_was_cut_opens_nothing(volume, start):
    as_root(volume, "mkdir -p .hhlab && printf 0123 >.hhlab/token && chown -R 1000:0 .")
    lab = start(*on(volume))
    assert len(lab.token) == 48
    assert lab.get("/api/contents", token="0123")[0] == 403
    assert lab.exec("cat", ".hhlab/token").strip() == lab.token


# --- folders that cannot be written


def test_a_volume_of_another_user_is_refused_and_each_command_given_mends_it(volume):
    as_root(
        volume, "mkdir .hhlab && echo mine >notes.txt && chown -R 1000:0 . && chmod -R g-w . && chmod 2777 ."
    )
    status, said = run(options=on(volume, "--user", "4321:4321", "--env", "HHLAB_PORT=9999"))
    assert status == 1
    assert f"in the Docker volume {volume}: " in said
    assert "belongs to user 1000:0" in said and "as user 4321:4321" in said
    assert "seed" not in said and "Traceback" not in said
    assert_publishes_here_only(said)

    go_on, take = commands(said)
    assert "-e HHLAB_PORT=9999" in go_on
    assert looks_well(*options_of(go_on))
    subprocess.run(take, shell=True, check=True, timeout=60)
    assert looks_well(*on(volume, "--user", "4321:4321"))
    assert run("cat", "notes.txt", options=on(volume, "--user", "4321:4321")) == (0, "mine\n")


def options_of(command):
    words = shlex.split(command)
    return words[2 : words.index(IMAGE)]


def looks_well(*options):
    """Whether the image says with these options that the work can be kept; a lab would take longer."""
    status, said = run("/usr/bin/python3", "-IS", "/usr/local/lib/hhlab/work_folder", options=options)
    assert status in (0, 1), said
    return status == 0 and said.startswith(f"{WORK}: ")


@pytest.mark.parametrize(
    "closed",
    [
        "touch of_root.txt",
        "mkdir -p sub/deep && touch sub/deep/of_root.txt && chmod 777 sub sub/deep",
        "mkdir sub && chown 1000:0 sub && chmod 555 sub",
        "mkdir .hhlab",
        "mkdir .hhlab && touch .hhlab/settings && chown 1000 .hhlab",
    ],
)
def test_what_is_closed_within_a_volume_is_named_and_mended(volume, closed):
    as_root(volume, closed)
    status, said = run(options=on(volume))
    assert status == 1
    assert "Traceback" not in said and "http://" not in said
    (mend,) = commands(said)
    subprocess.run(mend, shell=True, check=True, timeout=60)
    assert looks_well(*on(volume))


def test_what_is_meant_to_be_closed_is_left_alone(volume, tmp_path):
    disk = "mkdir lost+found && chmod 700 lost+found"
    git = "mkdir .git && touch .git/object && chmod 444 .git/object && chown 1000 .git"
    link = "ln -s /etc/passwd list && ln -s nowhere lost"
    token = "mkdir -p .hhlab && chmod 2775 .hhlab && echo x >.hhlab/token && chmod 600 .hhlab/token"
    as_root(volume, " && ".join([disk, git, link, token]))
    assert looks_well(*on(volume))
    # a folder of the teacher's that is mounted in it, to be read
    assert looks_well(*on(volume), "--volume", f"{tmp_path}:{WORK}/shared:ro")


def test_a_read_only_mount_is_called_that(volume, tmp_path):
    tmp_path.chmod(0o777)
    for source, place in ((volume, f"the Docker volume {volume}"), (tmp_path, "the folder mounted on")):
        status, said = run(options=["--volume", f"{source}:{WORK}:ro"])
        assert status == 1
        assert place in said and "read-only" in said and "without :ro" in said
        assert "belongs to" not in said
        assert_publishes_here_only(said)


def test_a_folder_of_another_is_refused_with_a_command_for_the_one_who_owns_it(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    os.chown(tmp_path / "notes.txt", 1234, 1234)
    tmp_path.chmod(0o777)
    status, said = run(options=on(tmp_path))
    assert status == 1
    assert "'notes.txt' belongs to user 1234:1234" in said
    assert_publishes_here_only(said)
    own, take = commands(said)
    # what the shell of that user makes of it
    own = own.replace("$(id -u):$(id -g)", "1234:1234").replace("${PWD}", str(tmp_path))
    assert looks_well(*options_of(own)[:2], *on(tmp_path))
    assert take.startswith("sudo chown -R")


def test_root_is_sent_away_before_its_files_are_in_the_work(volume):
    status, said = run(options=on(volume, "--user", "0"))
    assert status == 1
    assert "Leave out --user root" in said
    assert_publishes_here_only(said)
    assert run("ls", "-A", options=on(volume)) == (0, "")


def test_a_container_without_any_place_to_write_says_what_it_needs():
    status, said = run(options=["--read-only"])
    assert status == 1
    assert "--tmpfs /tmp" in said


# --- the words of other images


@pytest.mark.parametrize(
    "command",
    [
        ["jupyter", "lab", "--ip=0.0.0.0", "--port=8888", "--no-browser", "--allow-root"],
        ["start.sh", "jupyter", "notebook", "--ip", "0.0.0.0", f"--ServerApp.root_dir={WORK}"],
        ["bash", "-c", "start-notebook.sh --IdentityProvider.token=known"],
    ],
)
def test_the_habits_of_other_images_open_this_lab(start, command):
    lab = start(command=command)
    assert lab.url.startswith(f"http://127.0.0.1:{lab.port}/lab/tree/00_welcome.ipynb?token=")
    assert lab.get("/api/contents/00_welcome.ipynb", token=lab.token)[0] == 200
    wait_for(lambda: lab.health() == "healthy", seconds=10)


def test_an_address_names_the_port_that_a_flag_gives(start):
    # another HHLAB_PORT than the published one would be believed
    lab = start("--env", "HHLAB_PORT=", command=["jupyter-lab", "--port=9000"])
    assert lab.url.startswith("http://127.0.0.1:9000/lab")


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (["docter"], "There is no command docter in this image"),
        (["no-such-program", "--flag"], "There is no command no-such-program in this image"),
    ],
)
def test_what_is_no_command_is_answered_with_those_that_are(command, sentence):
    status, said = run(*command)
    assert status not in (0, 1)
    assert sentence in said
    assert_publishes_here_only(said)


def test_what_asks_jupyter_something_starts_no_lab():
    assert re.fullmatch(r"4\.6\.\d+\n", run("jupyter", "lab", "--version")[1])
    assert run("test", "-d", WORK) == (0, "")
    assert run("start.sh", "echo", "hello") == (0, "hello\n")


# --- the lab's own terminal


def in_terminal(lab, *lines):
    """What the lab's terminal shows from the last line on that was typed there."""
    name = lab.ask("POST", "terminals")["name"]
    headers = {"Authorization": f"token {lab.token}"}
    address = f"ws://127.0.0.1:{lab.port}/terminals/websocket/{name}"
    terminal = websocket.create_connection(address, header=headers, timeout=20)
    try:
        # only the answer, and not the echo of what is typed, holds the sum
        terminal.send(json.dumps(["stdin", "\r".join([*lines, "echo end-$((6*7))", ""])]))
        shown = ""
        while "end-42" not in shown:
            kind, text = json.loads(terminal.recv())[:2]
            shown += text if kind == "stdout" else ""
        return shown
    finally:
        terminal.close()
        lab.ask("DELETE", f"terminals/{name}")


TOOLS = 'echo "[$0]" "[$BASH_VERSION]" "[$(command -v python nrnivmodl mpiexec hhlab-grade | xargs)]"'
TOOLS_FOUND = (
    r"\[/bin/bash\] \[5[^]]+\] \["
    + " ".join(f"/opt/hhlab/bin/{tool}" for tool in ("python", "nrnivmodl", "mpiexec", "hhlab-grade"))
    + r"\]"
)


@pytest.mark.parametrize("options", [[], ["--tty"], ["--user", "4321:4321", *READ_ONLY]])
def test_the_terminal_is_bash_and_finds_the_tools(start, container, options):
    lab = start(*options) if options else container
    shown = in_terminal(lab, TOOLS)
    assert re.search(TOOLS_FOUND, shown)
    assert "no name" not in shown
    # and also where a shell begins afresh
    assert "/opt/hhlab/bin/python" in in_terminal(lab, "bash -lc 'command -v python'")
    assert not COMPLAINT.search(lab.log())


def test_the_terminal_of_the_lab_without_docker_finds_its_own_tools_before_others(tmp_path, monkeypatch):
    # as conda and pyenv leave it
    (tmp_path / "conda").mkdir()
    (tmp_path / "conda" / "python").write_text("#!/bin/sh\n")
    (tmp_path / "conda" / "python").chmod(0o755)
    (tmp_path / ".bashrc").write_text(f"PATH={tmp_path}/conda:$PATH\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    lab = LabHere(str(tmp_path))
    try:
        lab.wait_for_url()
        shown = in_terminal(lab, "command -v python nrnivmodl")
    finally:
        lab.process.terminate()
        lab.process.wait(timeout=20)
    for tool in ("python", "nrnivmodl"):
        assert re.search(rf"[\r\n]{Path(sys.executable).with_name(tool)}\r", shown)


# --- a checkout on Windows


def git(*arguments, folder):
    done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def clone(tmp_path):
    """A checkout of Git for Windows, as it is set by default there."""
    git("clone", "--quiet", "--config", "core.autocrlf=true", str(ROOT), "clone", folder=tmp_path)
    return tmp_path / "clone"


def test_a_checkout_on_windows_has_the_line_ends_of_linux(clone):
    ends = [line for line in git("ls-files", "--eol", folder=clone).splitlines() if "attr/-text" not in line]
    assert any("w/lf" in line for line in ends)
    assert not [line for line in ends if "w/crlf" in line or "w/mixed" in line]


def test_a_checkout_with_line_ends_of_windows_builds_a_lab_that_runs(clone, start, monkeypatch):
    """One from before there were .gitattributes, or unpacked by a program that means well."""
    # what pip takes is left, as its layers take minutes
    of_pip = ["/requirements.lock", "/pyproject.toml", "/README.md", "/LICENSE", "/browser/**", "/hhlab/**"]
    kept = "\n".join(f"{name} eol=lf" for name in of_pip)
    clone.joinpath(".git/info/attributes").write_text(f"* text=auto eol=crlf\n{kept}\n")
    git("rm", "-r", "--cached", "--quiet", ".", folder=clone)
    git("reset", "--hard", "--quiet", folder=clone)
    assert b"\r\n" in clone.joinpath("container/entrypoint").read_bytes()
    assert b"\r\n" in clone.joinpath("Dockerfile").read_bytes()
    # and by one whose umask shares with a group, and shuts out everyone else
    for path in [*clone.joinpath("container").rglob("*"), *clone.joinpath("notebooks").rglob("*")]:
        path.chmod(0o770 if path.is_dir() else 0o660)

    image = f"hhlab-test-{uuid.uuid4().hex[:8]}"
    try:
        docker("build", "--quiet", "--tag", image, str(clone), timeout=600)
        monkeypatch.setattr("conftest.IMAGE", image)
        assert run("python", "-c", "import hhlab; print(hhlab.__name__)") == (0, "hhlab\n")
        places = ["/etc/jupyter", "/usr/local", "/usr/share/hhlab"]
        assert run("find", *places, "-not", "-type", "l", "-writable") == (0, "")
        assert run("grep", "-rlI", "\r$", *places) == (1, "")
        lab = start("--user", "4321:4321")
        assert lab.get("/api/contents/00_welcome.ipynb", token=lab.token)[0] == 200
        wait_for(lambda: lab.health() == "healthy", seconds=10)
        assert not COMPLAINT.search(lab.log())
        docker("rm", "--force", "--volumes", lab.name)
    finally:
        docker("image", "rm", "--force", image)
