"""The image as a department keeps it for years: what is in it, how it is carried, kept and built again."""

import json
import os
import re
import shutil
import subprocess
import tarfile
import time
import uuid

import pytest

from conftest import IMAGE, ROOT, Lab, docker, free_port, launch, wait_for

DAY = 315532800  # the first that a zip file can hold
WORK = "/home/jovyan/work"
takes_long = pytest.mark.skipif(not os.environ.get("HHLAB_LONG"), reason="make test-operating runs it")


def operating(script, *arguments, check=True, folder=ROOT, **settings):
    """Run a script of operating/, as its target of make does; give its exit status and what it said."""
    done = subprocess.run(
        [ROOT / "operating" / script, *arguments],
        cwd=folder,
        env=os.environ | {"IMAGE": IMAGE} | settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=900,
        check=False,
    )
    assert not check or done.returncode == 0, done.stdout
    return done.returncode, done.stdout


def layers(image):
    return json.loads(docker("image", "inspect", "--format", "{{json .RootFS.Layers}}", image))


@pytest.fixture
def new_image():
    """The name of an image that is removed afterwards."""
    name = f"hhlab-test-{uuid.uuid4().hex[:8]}"
    yield name
    docker("image", "rm", "--force", name)


# --- what is in it


def test_labels_say_what_it_is_and_from_what():
    labels = json.loads(docker("image", "inspect", "--format", "{{json .Config.Labels}}", IMAGE))
    asked = "title description version revision created source documentation base.name base.digest licenses"
    assert {f"org.opencontainers.image.{name}" for name in asked.split()} <= set(labels)
    assert all(labels.values())
    assert labels["org.opencontainers.image.base.name"].startswith("debian:trixie-slim")


def test_a_build_from_a_checkout_names_its_commit(tmp_path, new_image):
    """The labels of the lab's own Dockerfile, on an image without a file."""
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@b", "-C", tmp_path]
    text = (ROOT / "Dockerfile").read_text("utf-8")
    first, last = re.search(
        r"^(ARG BASE_IMAGE.*?)\n\n.*^(ARG VERSION\n[^\n]*\nARG REVISION.*?)\n\n", text, re.M | re.S
    ).groups()
    (tmp_path / "Dockerfile").write_text(f"{first}\nFROM scratch\n{last}\n")
    shutil.copytree(ROOT / "operating", tmp_path / "operating")
    subprocess.run([*git, "init", "--quiet"], check=True)
    subprocess.run([*git, "add", "."], check=True)
    day = os.environ | {"GIT_COMMITTER_DATE": "2026-05-04T12:00:00+02:00"}
    subprocess.run([*git, "commit", "--quiet", "-m", "one"], check=True, env=day)
    subprocess.run([*git, "remote", "add", "origin", "https://me:secret@code.example.org/hhlab"], check=True)

    def built():
        env = os.environ | {"IMAGE": new_image, "BASE_IMAGE": "debian:trixie-slim@sha256:abc"}
        subprocess.run(
            [tmp_path / "operating" / "image", "--quiet"], env=env, check=True, capture_output=True
        )
        labels, created = json.loads(
            docker("image", "inspect", "--format", "[{{json .Config.Labels}}, {{json .Created}}]", new_image)
        )
        return {name.removeprefix("org.opencontainers.image."): is_ for name, is_ in labels.items()}, created

    commit = subprocess.run([*git, "rev-parse", "HEAD"], capture_output=True, text=True, check=True).stdout
    labels, created = built()
    assert created == labels["created"] == "2026-05-04T10:00:00Z"
    assert labels["base.name"] == "debian:trixie-slim@sha256:abc"
    assert labels["base.digest"] == "sha256:abc"
    assert labels["revision"] == commit.strip()
    # a name and a password in an address are nobody else's business
    assert labels["source"] == "https://code.example.org/hhlab"
    (tmp_path / "new").touch()
    assert built()[0]["revision"] == f"{commit.strip()} with changes"


def test_the_list_of_contents_names_every_package(container):
    listed = json.loads(container.exec("cat", "/usr/share/hhlab/sbom.cdx.json"))
    assert (listed["bomFormat"], listed["metadata"]["component"]["name"]) == ("CycloneDX", "hhlab")
    purls = [one.get("purl", "") for one in listed["components"]]
    versions = {
        (purl.partition("/")[0], one["name"]): one["version"]
        for purl, one in zip(purls, listed["components"], strict=True)
    }

    debian = container.exec("dpkg-query", "-W", "-f", "${Package} ${Version}\n").splitlines()
    assert len(debian) > 80
    assert {("pkg:deb", name): version for name, version in map(str.split, debian)} == {
        key: version for key, version in versions.items() if key[0] == "pkg:deb"
    }
    pip = json.loads(container.exec("pip", "list", "--format", "json", "--disable-pip-version-check"))
    python = {one["name"].lower().replace("_", "-"): one["version"] for one in pip}
    del python["hhlab"]  # it is what all of this makes up
    said = {name.lower().replace("_", "-"): v for (kind, name), v in versions.items() if kind == "pkg:pypi"}
    assert said == python
    assert ("pkg:npm", "uplot") in versions
    assert "esbuild" not in {name for _, name in versions}


def test_what_was_built_bears_one_date_and_no_cache_is_stale(container):
    places = ["/opt", "/etc/jupyter", "/usr/local/bin", "/usr/local/lib/hhlab", "/usr/share/hhlab"]
    dates = container.exec("find", *places, "-printf", "%Ts\\n").split()
    assert set(dates) == {str(DAY)}
    # a cache of a source with another date would be made again at every start: nothing can be written there
    stale = """
import importlib.util, pathlib, struct
bad = []
caches = [*pathlib.Path('/opt/hhlab').rglob('*.pyc')]
for cache in caches:
    source = pathlib.Path(importlib.util.source_from_cache(str(cache)))
    flags, date, size = struct.unpack('<III', cache.read_bytes()[4:16])
    if flags or (date, size) != (int(source.stat().st_mtime), source.stat().st_size): bad.append(str(cache))
print(len(caches) > 1000, bad[:5])
"""
    assert container.exec("python", "-c", stale).strip() == "True []"


def test_it_is_small():
    assert int(docker("image", "inspect", "--format", "{{.Size}}", IMAGE)) <= 0.80e9


@takes_long
def test_it_is_small_on_its_way():
    squeezed = subprocess.run(
        f"docker save {IMAGE} | gzip | wc -c", shell=True, capture_output=True, check=True
    )
    print(f"docker save | gzip: {int(squeezed.stdout) / 1e6:.0f} MB")
    assert int(squeezed.stdout) <= 0.28e9


@takes_long
def test_two_builds_of_one_commit_are_equal(new_image, tmp_path):
    ids = []
    for place in ("here", "there"):
        subprocess.run(
            ["git", "clone", "--quiet", tmp_path / "here" if place == "there" else ROOT, tmp_path / place],
            check=True,
        )
        build = [tmp_path / place / "operating" / "image", "--no-cache", "--quiet"]
        subprocess.run(build, env=os.environ | {"IMAGE": new_image}, check=True)
        ids.append((docker("image", "inspect", "--format", "{{.Id}}", new_image), layers(new_image)))
    assert ids[0] == ids[1]


# --- carried on a stick


@pytest.fixture
def small_image(tmp_path, new_image):
    """An image of one file: what is saved and loaded is the image's affair, not its size."""
    (tmp_path / "inside").write_text("of the lab")
    with tarfile.open(tmp_path / "image.tar", "w") as archive:
        archive.add(tmp_path / "inside", "inside")
    label = "LABEL org.opencontainers.image.version=1.2"
    docker("import", "--change", label, str(tmp_path / "image.tar"), new_image)
    return new_image


@pytest.mark.parametrize("end", ["gz", "zst"])
def test_an_image_is_carried_and_what_arrives_damaged_is_refused(small_image, tmp_path, end):
    if end == "zst" and not shutil.which("zstd"):
        pytest.skip("this machine has no zstd")
    file = tmp_path / f"lab.tar.{end}"
    before = docker("image", "inspect", "--format", "{{.Id}}", small_image)
    operating("save", IMAGE=small_image, TO=str(file))
    assert operating("save", IMAGE=small_image, TO=str(file), check=False)[0] == 1
    docker("image", "rm", "--force", small_image)
    operating("load", FROM=str(file))
    assert docker("image", "inspect", "--format", "{{.Id}}", small_image) == before

    docker("image", "rm", "--force", small_image)
    file.write_bytes(file.read_bytes()[:-9])
    status, said = operating("load", FROM=str(file), check=False)
    assert status == 1 and "damaged or not whole" in said
    assert "No such image" in docker("image", "inspect", small_image, check=False)


def test_an_image_that_is_not_there_leaves_no_file(tmp_path):
    assert operating("save", IMAGE="hhlab-nowhere", TO=str(tmp_path / "a.tar.gz"), check=False)[0] == 1
    assert list(tmp_path.iterdir()) == []


# --- the work, kept


LISTING = f"""
cd {WORK} && find . -printf '%p %y %m %U:%G %T@ %l\\n' | sort && find . -type f -exec sha256sum {{}} + | sort
"""
A_YEAR = """
mkdir -p .hhlab "Kräfte & Ströme/deep" && echo key >.hhlab/token && chmod 600 .hhlab/token
echo mine >"Kräfte & Ströme/deep/notes (1).txt" && ln -s ../notes "Kräfte & Ströme/link" && : >empty
echo run >run.sh && chmod 750 run.sh && head -c 3000000 /dev/urandom >data.bin
"""


def in_volume(volume, script, user="0"):
    return docker("run", "--rm", "--user", user, "--volume", f"{volume}:{WORK}", IMAGE, "sh", "-c", script)


@pytest.fixture
def other_volume():
    name = f"hhlab-test-{uuid.uuid4().hex[:8]}"
    yield name
    docker("volume", "rm", "--force", name)


def test_a_backup_gives_back_every_byte_owner_and_date(volume, other_volume, tmp_path):
    in_volume(volume, f"cd {WORK} && {A_YEAR} chown 4321:0 data.bin")
    file = tmp_path / "work.tar.gz"
    said = operating("backup", VOLUME=volume, TO=str(file))[1]
    assert f"6 files of the volume {volume}" in said
    assert file.stat().st_mode & 0o077 == 0
    operating("restore", VOLUME=other_volume, FROM=str(file))
    assert in_volume(other_volume, LISTING) == in_volume(volume, LISTING)


def test_a_volume_without_work_has_a_backup_too(volume, tmp_path):
    assert "0 files" in operating("backup", VOLUME=volume, TO=str(tmp_path / "work.tar.gz"))[1]
    operating("restore", VOLUME=volume, FROM=str(tmp_path / "work.tar.gz"))


def test_a_restore_writes_over_nothing(volume, tmp_path):
    file = tmp_path / "work.tar.gz"
    in_volume(volume, f"cd {WORK} && echo old >notes.txt")
    operating("backup", VOLUME=volume, TO=str(file))
    in_volume(volume, f"cd {WORK} && echo new >notes.txt")
    before = in_volume(volume, LISTING)
    status, said = operating("restore", VOLUME=volume, FROM=str(file), check=False)
    assert status == 1 and f"VOLUME={volume}-restored" in said
    assert in_volume(volume, LISTING) == before
    # nor does a backup
    kept = file.read_bytes()
    assert operating("backup", VOLUME=volume, TO=str(file), check=False)[0] == 1
    assert file.read_bytes() == kept


def test_half_a_backup_changes_nothing_and_makes_no_volume(volume, other_volume, tmp_path):
    file = tmp_path / "work.tar.gz"
    in_volume(volume, f"cd {WORK} && {A_YEAR}")
    operating("backup", VOLUME=volume, TO=str(file))
    file.write_bytes(file.read_bytes()[:-100_000])
    status, said = operating("restore", VOLUME=other_volume, FROM=str(file), check=False)
    assert status == 1 and "not whole" in said
    status, said = operating("backup", VOLUME=other_volume, TO=str(tmp_path / "b.tar.gz"), check=False)
    assert status == 1 and f"no volume {other_volume}" in said
    assert other_volume not in docker("volume", "ls", "--quiet").split()
    assert not (tmp_path / "b.tar.gz").exists()


def test_a_backup_of_a_lab_that_runs_opens_in_another(volume, other_volume, start, tmp_path):
    lab = start("--volume", f"{volume}:{WORK}")
    lab.write("mine.ipynb", ["6 * 7"])
    operating("backup", VOLUME=volume, TO=str(tmp_path / "work.tar.gz"))
    operating("restore", VOLUME=other_volume, FROM=str(tmp_path / "work.tar.gz"))
    again = start("--volume", f"{other_volume}:{WORK}")
    assert again.token == lab.token
    assert again.ask("GET", "contents/mine.ipynb")["content"]["cells"][0]["source"] == "6 * 7"


# --- Compose


@pytest.fixture
def composed(volume, new_image):
    """Compose on a project, a volume and a port of its own."""
    port = free_port()
    settings = {"HHLAB_PORT": str(port), "HHLAB_IMAGE": new_image, "HHLAB_VOLUME": volume}

    def compose(*command, folder=ROOT, files=("docker-compose.yml",)):
        named = [word for name in files for word in ("--file", str(folder / name))]
        said = docker(
            "compose", *named, "--project-name", volume, *command, env=os.environ | settings, timeout=600
        )
        if command[0] != "up":
            return said
        return Lab(docker("ps", "--quiet", "--filter", f"publish={port}").strip(), port)

    yield compose
    docker("compose", "--file", str(ROOT / "docker-compose.yml"), "--project-name", volume, "down")


@takes_long
def test_compose_takes_up_what_a_pull_has_changed(composed, tmp_path):
    subprocess.run(["git", "clone", "--quiet", ROOT, tmp_path / "clone"], check=True)
    clone = tmp_path / "clone"
    composed("up", "--detach", folder=clone).wait_for_url()
    (clone / "notebooks" / "pulled.py").write_text("print('new')\n")
    lab = composed("up", "--detach", folder=clone)
    lab.wait_for_url()
    assert lab.exec("cat", "/usr/share/hhlab/notebooks/pulled.py") == "print('new')\n"


def test_compose_offline_builds_nothing_and_lets_nothing_out(composed, new_image):
    docker("tag", IMAGE, new_image)
    lab = composed("up", "--detach", files=("docker-compose.yml", "compose.offline.yml"))
    lab.wait_for_url()
    assert lab.get("/api/contents", token=lab.token)[0] == 200
    network = docker(
        "inspect", "--format", "{{range $name, $_ := .NetworkSettings.Networks}}{{$name}}{{end}}", lab.name
    )
    options = json.loads(docker("network", "inspect", "--format", "{{json .Options}}", network.strip()))
    assert options["com.docker.network.bridge.enable_ip_masquerade"] == "false"
    composed("down", files=("docker-compose.yml", "compose.offline.yml"))


# --- Binder


def test_binder_builds_and_starts_it_as_it_does(new_image):
    uid = "4321"
    who = ["--build-arg", "NB_USER=jovyan", "--build-arg", f"NB_UID={uid}"]
    base = ["--build-arg", f"HHLAB_IMAGE={IMAGE}"]
    docker(
        "build",
        "--quiet",
        *who,
        *base,
        "--file",
        str(ROOT / "binder" / "Dockerfile"),
        "--tag",
        new_image,
        str(ROOT),
    )
    port = free_port()
    name = f"hhlab-test-{uuid.uuid4().hex[:8]}"
    command = ["jupyter-notebook", "--ip=0.0.0.0", "--port=8888", "--NotebookApp.base_url=/user/a-b/"]
    command += ["--NotebookApp.token=of-binder", "--NotebookApp.trust_xheaders=True"]
    docker("run", "--detach", "--name", name, "--publish", f"127.0.0.1:{port}:8888", new_image, *command)
    lab = Lab(name, port)
    try:
        wait_for(lambda: "/user/a-b/lab" in lab.log())
        assert lab.exec("id", "-u").strip() == uid
        assert lab.get("/user/a-b/api/contents/00_welcome.ipynb", token="of-binder")[0] == 200
        assert lab.get("/user/a-b/api/contents")[0] == 403
    finally:
        docker("rm", "--force", "--volumes", name)


# --- a development container


@takes_long
def test_a_devcontainer_opens_the_lab(tmp_path):
    folder = tmp_path / "hhlab"
    subprocess.run(["git", "clone", "--quiet", ROOT, folder], check=True)
    config = folder / ".devcontainer" / "devcontainer.json"
    mark = uuid.uuid4().hex[:8]
    config.write_text(config.read_text("utf-8").replace("source=hhlab-work", f"source=hhlab-test-{mark}"))
    cli = [*npm_exec(), "@devcontainers/cli@0.80.1", "--"]
    label = ["--id-label", f"hhlab-test={mark}", "--workspace-folder", folder]
    try:
        said = subprocess.run([*cli, "up", *label], capture_output=True, text=True, timeout=900, check=False)
        assert said.returncode == 0, said.stderr[-3000:]
        inside = [*cli, "exec", *label]
        answer = subprocess.run(
            [
                *inside,
                "sh",
                "-c",
                "id -un; ls; python -c 'import hhlab; print(len(hhlab.calc_hh()))'; "
                "until healthcheck; do sleep 1; done; echo well",
            ],
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        ).stdout
        assert "jovyan" in answer and "00_welcome.ipynb" in answer and "\n2\n" in answer and "well" in answer
    finally:
        for name in docker("ps", "--all", "--quiet", "--filter", f"label=hhlab-test={mark}").split():
            docker("rm", "--force", name)
        docker("volume", "rm", "--force", f"hhlab-test-{mark}")


def npm_exec():
    """npm's way to run a program of the registry, with this machine's Node or the packaged one."""
    import sys

    sys.path.insert(0, str(ROOT / "browser"))
    import npm

    if npm.has_node():
        return ["npm", "exec", "--yes"]
    folder = npm.packaged_node()
    os.environ["PATH"] = f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return [
        folder / "bin" / "node",
        folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js",
        "exec",
        "--yes",
    ]


# --- what it takes of a machine


COMPUTES = """
from neuron import h
h.load_file("stdrun.hoc")
soma = h.Section(name="soma")
soma.insert("hh")
h.finitialize()
"""


@takes_long
def test_an_idle_lab_takes_next_to_nothing(start):
    lab = start()
    wait_for(lambda: lab.health() == "healthy", seconds=20)
    time.sleep(20)
    version_2 = "sed -n 's/usage_usec \\(.*\\)/\\1000/p' /sys/fs/cgroup/cpu.stat"
    spent = f"cat /sys/fs/cgroup/cpuacct/cpuacct.usage 2>/dev/null || {version_2}"
    before, began = int(lab.exec("sh", "-c", spent)), time.monotonic()
    time.sleep(120)
    core = (int(lab.exec("sh", "-c", spent)) - before) / 1e9 / (time.monotonic() - began)
    used = docker("stats", "--no-stream", "--format", "{{.MemUsage}}", lab.name).split("MiB")[0]
    print(f"idle: {100 * core:.2f} % of a core, {float(used) * 1.048576:.0f} MB")
    assert core < 0.002
    assert float(used) * 1.048576 < 80


@takes_long
def test_it_starts_and_stops_without_making_anybody_wait():
    began = time.monotonic()
    lab = launch()
    try:
        lab.wait_for_url()
        path = lab.url.removeprefix(f"http://127.0.0.1:{lab.port}")
        wait_for(lambda: lab.get(path)[0] == 200)
        started = time.monotonic() - began
        began = time.monotonic()
        docker("stop", lab.name)
        idle = time.monotonic() - began
        docker("start", lab.name)
        wait_for(
            lambda: docker("inspect", "--format", "{{.State.Health.Status}}", lab.name).strip() == "healthy"
        )
        with lab.kernel() as execute:
            execute(COMPUTES)
            execute("import time; time.sleep(0.5); h.continuerun(1e9)", wait=False)
            time.sleep(1)
            began = time.monotonic()
            docker("stop", lab.name)
            busy = time.monotonic() - began
        code = docker("inspect", "--format", "{{.State.ExitCode}}", lab.name).strip()
    finally:
        docker("rm", "--force", "--volumes", lab.name)
    print(f"start to page {started:.1f} s; stop {idle:.1f} s idle, {busy:.1f} s busy")
    assert code == "0"
    assert started <= 2.5 and idle <= 1 and busy <= 5
