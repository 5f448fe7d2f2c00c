"""What a notebook's kernel may use, finds and says: memory, a student's own packages."""

import ast
import base64
import io
import json
import os
import re
import zipfile

import pytest

from conftest import docker, launch, run, wait_for

LIMIT = 600 << 20
SMALL = ["--memory", str(LIMIT), "--memory-swap", str(LIMIT)]


@pytest.fixture(scope="module")
def small():
    """A lab with as much memory as a small laptop can spare."""
    lab = launch(*SMALL)
    try:
        lab.wait_for_url()
        yield lab
    finally:
        docker("rm", "--force", "--volumes", lab.name)


@pytest.fixture(autouse=True)
def no_kernel_stays(request):
    """End what a test has started: the next one would have less of the memory."""
    yield
    for name in {"small", "container"} & set(request.fixturenames):
        lab = request.getfixturevalue(name)
        for kernel in lab.ask("GET", "kernels"):
            lab.ask("DELETE", f"kernels/{kernel['id']}")


def test_what_does_not_fit_is_an_error_that_says_what_to_do(small):
    with small.kernel() as other, small.kernel() as kernel:
        other("kept = 1")
        # eight thousand million bytes
        with pytest.raises(AssertionError) as failure:
            kernel("import numpy; kept = 2; numpy.zeros(10**9)")
        said = str(failure.value)
        assert "MemoryError" in said
        assert "Unable to allocate 7.45 GiB" in said
        assert "The lab has 600 MB of memory, of which one notebook may have 500 MB" in said
        assert "docker run --memory" in said
        # what comes with an error close behind is not run
        assert wait_for(lambda: kernel("print(kept)")) == "2\n"
        assert other("print(kept)") == "1\n"
        # within that a lesson runs, and so does a process that computes for it
        spikes = "import hhlab; print(len(hhlab.spike_times_ms(hhlab.simulate())))"
        assert int(kernel(spikes)) > 0
    assert small.get("/api")[0] == 200


def test_the_meter_knows_what_the_container_may_have(small):
    usage = json.loads(small.get("/api/metrics/v1", small.token)[1])
    assert usage["limits"]["memory"]["pss"] == LIMIT
    alone = usage["pss"]
    with small.kernel() as kernel:
        kernel("import numpy; taken = numpy.ones(100 << 17)")  # 100 MB
        taken = json.loads(small.get("/api/metrics/v1", small.token)[1])["pss"] - alone
        assert 100 << 20 < taken < 250 << 20
    assert small.get("/api/metrics/v1")[0] == 403


def test_a_lab_without_a_limit_names_none(container):
    with container.kernel() as kernel:
        assert kernel("from hhlab.lab import memory; print(memory.limit_bytes())") == "None\n"
        assert kernel("import resource as r; print(r.getrlimit(r.RLIMIT_DATA) == (-1, -1))") == "True\n"


@pytest.mark.skipif("HHLAB_LONG" not in os.environ, reason="a full container can take minutes to see it")
def test_when_the_container_is_full_a_kernel_goes_and_says_so(start):
    small = start(*SMALL)
    with small.kernel() as first, small.kernel() as second, small.kernel() as third:
        kernels = [first, second, third]
        for kernel in kernels:
            kernel("kept = 1")
        for kernel in kernels:
            # each is within its own share; the three are more than there is
            kernel("import numpy; taken = numpy.ones(250 << 17)", wait=False)
        begun_anew(small)
        said = "".join(kernel("print('kept' in globals())") for kernel in kernels)
        assert "the memory of the lab was full" in said
        assert "The lab has 600 MB of memory" in said
    assert small.get("/api")[0] == 200
    assert (
        docker("inspect", "--format", "{{.State.Running}} {{.RestartCount}}", small.name).strip() == "true 0"
    )


def begun_anew(lab):
    """Wait until the lab has started a kernel in the place of one that is gone."""
    wait_for(lambda: "starting" in [kernel["execution_state"] for kernel in lab.ask("GET", "kernels")])


def test_a_kernel_that_crashes_says_how_in_the_next_one(container):
    with container.kernel() as kernel:
        kernel("print(0)")
        # a moment later: what a kernel says as it begins a cell would be lost with it
        kernel("import os, threading; threading.Timer(0.5, os.kill, (os.getpid(), 11)).start()")
        begun_anew(container)
        said = kernel("print(1)")
        assert "ended by itself (SIGSEGV)" in said
        assert said.endswith("1\n")
        # it is said once
        assert kernel("print(2)") == "2\n"


def wheel(name, code, version="1.0"):
    """Give the bytes of a package of one module and one program."""
    content = io.BytesIO()
    info = f"{name}-{version}.dist-info"
    with zipfile.ZipFile(content, "w") as file:
        file.writestr(f"{name}.py", code)
        file.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        file.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        file.writestr(f"{info}/entry_points.txt", f"[console_scripts]\n{name}-says = {name}:main\n")
        names = [*file.namelist(), f"{info}/RECORD"]
        file.writestr(f"{info}/RECORD", "".join(f"{one},,\n" for one in names))
    return content.getvalue()


def bring(lab, name, code, version="1.0"):
    """Put a package into the work folder, and give its file's name."""
    file = f"{name}-{version}-py3-none-any.whl"
    content = base64.b64encode(wheel(name, code, version)).decode()
    lab.ask("PUT", f"contents/{file}", {"type": "file", "format": "base64", "content": content})
    return file


def commands(lab):
    """Give the words that each process of a container was started with."""
    read = """if True:
        import glob
        for name in glob.glob("/proc/[0-9]*/cmdline"):
            print(open(name).read().split("\\0"))
    """
    return [ast.literal_eval(line) for line in lab.exec("/usr/bin/python3", "-c", read).splitlines()]


def terminal(lab, command):
    """Run a command as the lab's terminal does, and give what it says."""
    rules = "/etc/jupyter/terminal.bash"
    return docker(
        "exec", "-e", "HHLAB_BIN=/opt/hhlab/bin", lab.name, "bash", "-c", f". {rules}; {command}", check=False
    )


def test_a_package_of_ones_own_is_for_kernels_and_the_terminal_alone(volume, start):
    keep = ("--volume", f"{volume}:/home/jovyan/work", "--read-only", "--tmpfs", "/tmp")
    lab = start(*keep)
    file = bring(lab, "mine", "def main():\n    print('it is mine')\n")
    with lab.kernel() as kernel:
        assert "Successfully installed mine-1.0" in kernel(f"%pip install --no-index ./{file}")
        # at once, without a restart
        assert kernel("import mine; mine.main()") == "it is mine\n"
        assert kernel("print(mine.__file__)").startswith("/home/jovyan/work/.hhlab/packages/")
        assert kernel("!mine-says") == "it is mine\r\n"
    # the server does not look there: Python is started without a user's packages
    servers = [words for words in commands(lab) if "jupyterlab" in words]
    assert servers
    assert all("-s" in words for words in servers), servers
    # it stays with the work, and the terminal knows it
    again = start(*keep)
    assert terminal(again, "mine-says; python -c 'import mine; mine.main()'") == "it is mine\n" * 2
    newer = bring(again, "mine", "def main():\n    print('it is newer')\n", version="2.0")
    said = terminal(again, f"pip install --no-index ./{newer}; mine-says; pip list")
    assert "Successfully installed mine-2.0" in said
    assert "it is newer" in said
    assert re.findall(r"(?m)^mine +(\S+)", said) == ["2.0"]
    assert "Successfully uninstalled mine-2.0" in terminal(again, "pip uninstall --yes mine")
    assert "No module named 'mine'" in terminal(again, "python -c 'import mine'")


def test_a_package_of_ones_own_takes_the_place_of_none_of_ours(volume, start):
    keep = ("--volume", f"{volume}:/home/jovyan/work")
    lab = start(*keep)
    bad = "raise SystemExit('this is not it')"
    with lab.kernel() as kernel:
        # pip itself refuses to put another version behind ours
        file = bring(lab, "numpy", bad, version="0.1")
        assert "lack sys.path precedence" in kernel(f"%pip install --no-index ./{file}")
    # by force, and under names that our start imports
    for name in ("hhlab", "ipykernel", "numpy", "typing", "tornado"):
        lab.exec(
            "sh", "-c", f'd=$(echo .hhlab/packages/lib/python3*/site-packages); echo "{bad}" >$d/{name}.py'
        )
    again = start(*keep)
    with again.kernel() as kernel:
        assert kernel("import hhlab, numpy, typing; print(hhlab.__version__ > '')") == "True\n"


def test_without_a_network_pip_says_so_in_words():
    _, said = run(
        "bash",
        "-c",
        ". /etc/jupyter/terminal.bash; HHLAB_BIN=/opt/hhlab/bin pip install elephant",
        options=["--network", "none"],
    )
    assert "There is no network here from which packages could come" in said
    assert "pip install --no-index --find-links folder elephant" in said
    assert "Retrying" not in said
    assert len(said.splitlines()) < 12
