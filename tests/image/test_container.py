"""What a student and a teacher rely on when they run the image."""

import json
import os
import re
import time
import uuid

import pytest

from conftest import COMPLAINT, IMAGE, URL, Lab, docker, free_port, run, wait_for

NO_RIGHTS = ["--cap-drop", "ALL", "--security-opt", "no-new-privileges"]
READ_ONLY = ["--read-only", "--tmpfs", "/tmp"]
ONE_SPIKE = """
from neuron import h
h.load_file("stdrun.hoc")
soma = h.Section(name="soma")
soma.L = soma.diam = 20
soma.insert("hh")
clamp = h.IClamp(soma(0.5))
clamp.delay, clamp.dur, clamp.amp = 1, 1, 1
spikes = h.APCount(soma(0.5))
h.finitialize(-65)
h.continuerun(10)
print("spikes:", int(spikes.n))
"""


@pytest.fixture(scope="module")
def first_log(container):
    """What the shared lab said before any test asked it for something that it refuses."""
    return container.log()


# --- the start


def test_one_address_and_no_complaint(first_log, container):
    assert URL.findall(first_log) == [container.url]
    assert container.url.startswith(f"http://127.0.0.1:{container.port}/lab")
    assert "Ctrl+C" in first_log
    assert not COMPLAINT.search(first_log)


def test_becomes_healthy(container):
    wait_for(lambda: container.health() == "healthy", seconds=10)


def test_work_without_a_volume_is_announced_as_lost(first_log, container):
    assert "YOUR WORK IS NOT KEPT" in first_log
    publish = f"-p 127.0.0.1:{container.port}:8888 -e HHLAB_PORT={container.port}"
    assert f"docker run {publish} -v hhlab-work:/home/jovyan/work hhlab" in first_log


def test_the_token_opens_and_nothing_else_does(first_log, container):
    path = container.url.removeprefix(f"http://127.0.0.1:{container.port}")
    assert container.get(path)[0] == 200
    assert container.get("/api/contents", token=container.token)[0] == 200
    assert container.get("/api/contents")[0] == 403
    assert container.get("/api/contents", token="0" * 48)[0] == 403
    status, location = container.get("/lab")
    assert status == 302
    assert location.startswith("/login")


def test_a_token_from_the_environment_is_used(start):
    assert start("--env", "JUPYTER_TOKEN=of-the-teacher").token == "of-the-teacher"


def test_settings_of_the_lab_are_in_force(container):
    def default(plugin, setting):
        body = container.get(f"/lab/api/settings/{plugin}", token=container.token)[1]
        return json.loads(body)["schema"]["properties"][setting]["default"]

    # fetchNews is text in JupyterLab, checkForUpdates is not
    assert default("@jupyterlab/apputils-extension:notification", "fetchNews") == "false"
    assert default("@jupyterlab/apputils-extension:notification", "checkForUpdates") is False
    assert default("@jupyterlab/docmanager-extension:plugin", "autosaveInterval") == 15


# --- the work of a student


def test_lessons_arrive_without_outputs(container):
    course = container.exec(
        "find", "/usr/share/hhlab/notebooks", "-name", "*.ipynb", "-printf", "%P\n"
    ).split()
    assert "00_welcome.ipynb" in course
    for lesson in course:
        cells = json.loads(container.exec("cat", lesson))["cells"]
        original = json.loads(container.exec("cat", f"/usr/share/hhlab/notebooks/{lesson}"))["cells"]
        assert [cell["source"] for cell in cells] == [cell["source"] for cell in original]
        assert not any(cell.get("outputs") or cell.get("execution_count") for cell in cells)


def test_a_volume_keeps_edits_and_the_address(volume, start):
    keep = ["--volume", f"{volume}:/home/jovyan/work"]
    first = start(*keep)
    assert "NOT KEPT" not in first.log()
    assert f"the Docker volume {volume}" in first.log()
    first.exec("sh", "-c", "echo mine >00_welcome.ipynb; echo data >results.txt")
    token = first.token
    docker("rm", "--force", first.name)

    second = start(*keep)
    assert second.exec("cat", "00_welcome.ipynb", "results.txt") == "mine\ndata\n"
    assert second.token == token
    assert second.exec("stat", "-c", "%a", ".hhlab/token").strip() == "600"


def test_an_unwritable_folder_ends_the_start_with_the_remedy(tmp_path):
    tmp_path.chmod(0o555)
    status, said = run(options=["--volume", f"{tmp_path}:/home/jovyan/work"])
    assert status == 1
    assert '--user "$(id -u):$(id -g)"' in said
    assert "chown" in said


def test_a_folder_of_the_students_own(start, tmp_path):
    owner = f"{os.getuid() or 4321}:{os.getgid() or 4321}"
    os.chown(tmp_path, *map(int, owner.split(":")))
    lab = start("--user", owner, "--volume", f"{tmp_path}:/home/jovyan/work")
    assert "the folder mounted on" in lab.log()
    assert (tmp_path / "00_welcome.ipynb").exists()


# --- who may run it, and how little it needs


@pytest.mark.parametrize("user", ["1000", "1234", "4321:4321"])
def test_any_user_can_work_in_a_read_only_container(volume, start, user):
    lab = start("--user", user, *NO_RIGHTS, *READ_ONLY, "--volume", f"{volume}:/home/jovyan/work")
    with lab.kernel() as execute:
        assert "spikes: 1" in execute(ONE_SPIKE + "open('result.txt', 'w').write('kept')")
    assert lab.exec("cat", "result.txt") == "kept"
    assert not COMPLAINT.search(lab.log())


def test_a_read_only_container_without_a_volume_can_be_tried(start):
    said = start("--user", "4321:4321", *READ_ONLY).log()
    assert "YOUR WORK IS NOT KEPT" in said
    assert "noexec" in said  # as --tmpfs mounts it; nrnivmodl would fail there
    assert not COMPLAINT.search(said)


def test_the_lab_needs_no_network_and_follows_its_flags(start):
    flags = ["--ServerApp.base_url=/class/", "--ServerApp.port=9000"]
    lab = start("--network", "none", command=flags)
    assert "/class/lab/tree/00_welcome.ipynb?token=" in lab.url
    wait_for(lambda: lab.health() == "healthy", seconds=10)


def test_the_environment_cannot_be_broken(container):
    assert container.exec("id", "-u").strip() == "1000"
    places = ["/opt/hhlab", "/etc/jupyter", "/usr/share/hhlab", "/usr/local"]
    # a symbolic link counts as writable whatever its target
    assert container.exec("find", *places, "-not", "-type", "l", "-writable") == ""
    as_root = ["--user", "0"]
    assert container.exec("find", "/", "-xdev", "-type", "f", "-perm", "/6000", options=as_root) == ""


def test_the_image_stays_small():
    gigabytes = int(docker("image", "inspect", "--format", "{{.Size}}", IMAGE)) / 1e9
    assert gigabytes <= 1.0


# --- what a student runs in it


def test_python_alone_imports_without_a_word():
    assert run("python", "-W", "error", "-c", "import neuron, hhlab") == (0, "")


def test_another_command_runs_as_given_and_is_healthy():
    assert run("sh", "-c", "echo $0 $HOME; exit 3", "given") == (3, "given /home/jovyan\n")
    name = f"hhlab-test-{uuid.uuid4().hex[:8]}"
    docker("run", "--rm", "--detach", "--name", name, IMAGE, "sleep", "60")
    try:
        wait_for(lambda: Lab(name, 0).health() == "healthy", seconds=10)
    finally:
        docker("rm", "--force", name)


def test_nrnivmodl_compiles_a_mechanism(container):
    mechanism = """
    NEURON { SUFFIX drip NONSPECIFIC_CURRENT i RANGE g, e }
    PARAMETER { g = 0.001 e = -20 }
    ASSIGNED { v i }
    BREAKPOINT { i = g*(v - e) }
    """
    use = """
from neuron import h
soma = h.Section(name="soma")
soma.insert("drip")
h.finitialize(-65)
h.fadvance()
for _ in range(10000):
    h.fadvance()
print(f"{soma(0.5).v:.2f}")
"""
    folder = "cd /home/jovyan/work && mkdir -p drip && cd drip && "
    container.exec("sh", "-c", folder + 'echo "$1" >drip.mod && nrnivmodl', "sh", mechanism)
    # a leak alone takes the membrane to its own reversal potential
    assert container.exec("sh", "-c", folder + 'python -c "$1"', "sh", use).splitlines()[-1] == "-20.00"


def test_mpi_gives_neuron_two_ranks(container):
    ranks = """
from neuron import h
h.nrnmpi_init()
context = h.ParallelContext()
print("rank", context.id(), "of", context.nhost(), flush=True)
h.quit()
"""
    said = container.exec("mpiexec", "-n", "2", "python", "-c", ranks)
    assert sorted(re.findall("rank . of .", said)) == ["rank 0 of 2", "rank 1 of 2"]


def test_a_notebook_compiles_mechanisms_and_starts_ranks_where_only_the_work_can_be_written(volume, start):
    both = """
import hhlab
print(hhlab.compile_mechanism("mechanisms/khh.mod"))
print([hhlab.run_on_ranks("examples/ring.py", ranks)["nhost"] for ranks in (1, 2, 4)])
"""
    home = ["--tmpfs", "/home/jovyan:mode=1777", "--volume", f"{volume}:/home/jovyan/work"]
    lab = start(*READ_ONLY, *NO_RIGHTS, *home)
    name, ranks = lab.exec("sh", "-c", 'cd /home/jovyan/work && python -c "$1"', "sh", both).splitlines()
    assert name.startswith("khh_")
    assert ranks == "[1, 2, 4]"


# --- the end


def test_stops_at_once_while_a_kernel_computes(start):
    lab = start()
    with lab.kernel() as execute:
        execute(ONE_SPIKE)
        # NEURON does not let the kernel say that it is busy once it computes
        execute("import time; time.sleep(0.5); h.continuerun(1e9)", wait=False)
        time.sleep(1)
        docker("stop", lab.name)
    # what does not stop by itself within ten seconds is killed, and its code is 137
    assert docker("inspect", "--format", "{{.State.ExitCode}}", lab.name).strip() == "0"
    assert not COMPLAINT.search(lab.log())


@pytest.mark.parametrize(
    "code", ["while True: pass", "import time; time.sleep(99)", "while True: print('a')", None]
)
def test_stops_without_a_traceback_in_the_middle_of_a_cell_or_of_a_start(start, code):
    lab = start()
    with lab.kernel() as execute:
        if code:
            execute(f"import time; time.sleep(0.3)\n{code}", wait=False)
            time.sleep(1)
        else:
            lab.ask("POST", "kernels", {})
        docker("stop", lab.name)
    assert docker("inspect", "--format", "{{.State.ExitCode}}", lab.name).strip() == "0"
    assert not COMPLAINT.search(lab.log())


# --- docker compose


def test_compose_serves_this_machine_only_and_keeps_the_work(volume):
    port = free_port()
    settings = os.environ | {"HHLAB_PORT": str(port), "HHLAB_IMAGE": IMAGE, "HHLAB_VOLUME": volume}

    def compose(*command):
        return docker("compose", "--project-name", volume, *command, env=settings)

    published = json.loads(compose("config", "--format", "json"))["services"]["lab"]["ports"]
    assert [(p["host_ip"], p["published"]) for p in published] == [("127.0.0.1", str(port))]
    try:
        compose("up", "--detach")
        lab = Lab(compose("ps", "--quiet").strip(), port)
        url = lab.wait_for_url()
        assert docker("port", lab.name).strip() == f"8888/tcp -> 127.0.0.1:{port}"
        assert lab.get("/api/contents", token=lab.token)[0] == 200
        lab.exec("sh", "-c", "echo data >results.txt")
        with lab.kernel() as execute:
            assert "spikes: 1" in execute(ONE_SPIKE)
        assert not COMPLAINT.search(lab.log())
        # neither a log nor a temporary file grows for ever
        host = json.loads(docker("inspect", "--format", "{{json .HostConfig}}", lab.name))
        assert set(host["LogConfig"]["Config"]) == {"max-size", "max-file"}
        assert all("size=" in options for options in host["Tmpfs"].values())

        compose("down")
        compose("up", "--detach")
        lab = Lab(compose("ps", "--quiet").strip(), port)
        assert lab.wait_for_url() == url
        assert lab.exec("cat", "results.txt") == "data\n"
    finally:
        compose("down")


def test_the_teachers_folder_is_not_in_it_and_the_marking_command_is():
    find = "find / -xdev '(' -name keys.toml -o -path '*/teacher/*' -o -name 'worked.py' ')' 2>/dev/null"
    _, found = run("sh", "-c", find)
    assert found == ""
    status, said = run("hhlab-grade", "--help")
    assert status == 0 and "No code of a student is run" in said
