"""The kernel of a notebook, started as Jupyter starts it, from the settings of the lab."""

import os
from pathlib import Path

import pytest
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

from hhlab.lab import places

MB = 1 << 20


@pytest.fixture
def kernel(tmp_path):
    """A kernel in a folder of its own, and a function that runs code and gives what it says."""
    (tmp_path / "hhlab.py").write_text("raise SystemExit('a student file')")
    (tmp_path / "own.py").write_text("there = 1\ndef twice(x): return 2 * x\n")
    specs = KernelSpecManager(kernel_dirs=[str(places.settings() / "kernels")], ensure_native_kernel=False)
    manager = KernelManager(kernel_name="python3", kernel_spec_manager=specs, transport_encryption="auto")
    manager.start_kernel(cwd=str(tmp_path), env=os.environ | {"HHLAB_KERNEL_ENDED": "It was full."})
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=60)

    def run(code):
        said = []

        def keep(message):
            content = message["content"]
            said.append(content.get("text", "") + "\n".join(content.get("traceback", [])))

        client.execute_interactive(code, output_hook=keep, timeout=60)
        return "".join(said)

    yield run
    client.stop_channels()
    manager.shutdown_kernel(now=True)
    manager.context.term()


def test_it_is_what_a_lesson_needs_and_keeps_within_its_memory(kernel):
    # what ended the one before is said once, and leaves no trace for processes that it starts
    assert kernel("print(1)") == "It was full.\n1\n"
    assert kernel("import os; print(os.environ.get('HHLAB_KERNEL_ENDED'))") == "None\n"
    # a file beside the notebook can be imported; hhlab was found before, where it is installed
    assert kernel("import own, hhlab; print(own.there, hhlab.__file__)").startswith(f"1 {places.PACKAGE}")
    # and so it can in a process that this one starts
    kernel("import multiprocessing as m; pool = m.get_context('spawn').Pool(1)")
    assert kernel("print(pool.map(own.twice, [2])); pool.terminate()") == "[4]\n"
    # that the system ends it first
    assert kernel("print(open('/proc/self/oom_score_adj').read())").strip() == "500"
    assert kernel("print('kept')") == "kept\n"
    kernel("import hhlab.lab.kernel as k, resource; k.keep_within(700 << 20)")
    assert kernel("print(resource.getrlimit(resource.RLIMIT_DATA)[0] >> 20)") == "595\n"
    said = kernel("import numpy; numpy.zeros(10**9)")
    assert "Unable to allocate 7.45 GiB" in said
    assert "Make fewer or smaller arrays" in said
    assert kernel("print('alive')") == "alive\n"


def test_its_name_is_that_of_the_lessons():
    specs = KernelSpecManager(kernel_dirs=[str(places.settings() / "kernels")], ensure_native_kernel=False)
    assert specs.get_kernel_spec("python3").display_name == "Python 3 (ipykernel)"
    assert Path(specs.find_kernel_specs()["python3"]).name == "python3"
