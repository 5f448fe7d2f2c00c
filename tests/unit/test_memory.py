"""What a container may use, read from the files in which Linux says it, of either generation."""

import pytest

from hhlab.lab import memory

GB = 1 << 30
NONE = "9223372036854771712\n"


@pytest.fixture
def system(tmp_path):
    """Write the files of a system, given by path, and give its root."""

    def write(files):
        for path, text in files.items():
            file = tmp_path / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        return tmp_path

    return write


SECOND = {"proc/self/cgroup": "0::/\n"}
FIRST = {"proc/self/cgroup": "5:devices:/docker/abc\n4:memory:/docker/abc\n0::/docker/abc\n"}


@pytest.mark.parametrize(
    ("files", "limit"),
    [
        # a container of each generation, which sees its own group alone
        (SECOND | {"sys/fs/cgroup/memory.max": f"{2 * GB}\n"}, 2 * GB),
        (FIRST | {"sys/fs/cgroup/memory/memory.limit_in_bytes": f"{GB}\n"}, GB),
        # without a limit
        (SECOND | {"sys/fs/cgroup/memory.max": "max\n"}, None),
        (FIRST | {"sys/fs/cgroup/memory/memory.limit_in_bytes": NONE}, None),
        # the group of a Kubernetes pod limits more than the container's own
        (
            {
                "proc/self/cgroup": "0::/pod/container\n",
                "sys/fs/cgroup/pod/container/memory.max": f"{4 * GB}\n",
                "sys/fs/cgroup/pod/memory.max": f"{3 * GB}\n",
            },
            3 * GB,
        ),
        # a group beside, as Docker's own namespace may show it
        ({"proc/self/cgroup": "0::/../other\n", "sys/fs/cgroup/memory.max": f"{GB}\n"}, GB),
        # no such files: macOS, and a machine that hides them
        ({}, None),
        ({"proc/self/cgroup": "3:cpu:/\n"}, None),
        (SECOND | {"sys/fs/cgroup/memory.max": "\n"}, None),
    ],
)
def test_the_limit_is_what_linux_says(system, files, limit):
    assert memory.limit_bytes(system(files)) == limit


@pytest.mark.parametrize(
    ("files", "file"),
    [(SECOND, "sys/fs/cgroup/memory.events"), (FIRST, "sys/fs/cgroup/memory/memory.oom_control")],
)
def test_the_processes_that_were_ended_are_counted(system, files, file):
    assert memory.ended_for_memory(system(files)) == 0
    assert memory.ended_for_memory(system({file: "low 0\nunder_oom 1\noom 4\noom_kill 3\n"})) == 3


@pytest.mark.parametrize("limit", [400, 600, 1000, 2000, 16_000])
def test_a_kernel_leaves_the_server_its_room(limit):
    share = memory.share_bytes(limit * memory.MB)
    assert memory.LEAST <= share <= limit * memory.MB - memory.SERVER


def test_what_is_too_little_for_a_kernel_is_shared_by_no_rule():
    assert memory.share_bytes(None) is None
    assert memory.share_bytes(memory.LEAST + memory.SERVER - 1) is None


def test_the_advice_names_what_there_is():
    said = memory.advice(600 << 20, 500 << 20, 191 << 20)
    assert "has 600 MB of memory, of which one notebook may have 500 MB; this one has taken 191 MB" in said
    assert "--memory" not in memory.advice()
