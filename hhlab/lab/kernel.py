"""A notebook's kernel: IPython's, within the memory of its container, and ended before the server is."""

import os
import resource
import sys
from contextlib import suppress
from pathlib import Path

from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from ipykernel.zmqshell import ZMQInteractiveShell
from traitlets import Type

from ..figures.showing import describe_figures
from . import memory, packages

# when memory runs out Linux ends who has most of it, and counts a kernel as if it had half of all besides
FIRST = 500


class Shell(ZMQInteractiveShell):
    """IPython, which says at a MemoryError how much memory there is and what to do."""

    def showtraceback(self, exc_tuple=None, *args, **how):
        error = (exc_tuple or sys.exc_info())[1]
        if isinstance(error, MemoryError):
            limit = memory.limit_bytes()
            error.add_note(memory.advice(limit, memory.share_bytes(limit), memory.data_bytes()))
        super().showtraceback(exc_tuple, *args, **how)


class Kernel(IPythonKernel):
    """IPython's kernel, with our shell."""

    shell_class = Type(Shell)


def main():
    """Run a kernel; the words are those of ``python -m ipykernel_launcher``."""
    go_first()
    keep_within(memory.limit_bytes())
    packages.bring_in()
    app = IPKernelApp.instance(kernel_class=Kernel)
    app.initialize()
    # hhlab was found without a look among the student's files (python -P); from here on they may be imported
    sys.path.insert(0, "")
    describe_figures()  # hhlab was imported before there was a shell
    say_why_it_is_new(app.shell)
    packages.say_when_offline(app.shell)
    app.start()


def go_first():
    """Let Linux end this process, and those it starts, rather than the server when memory runs out."""
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(str(FIRST))


def keep_within(limit):
    """Let this process hold no more than its share of a limit [bytes].

    What would be more raises a MemoryError, where else the kernel would be ended without a word. The same
    holds for each process that it starts.
    """
    share = memory.share_bytes(limit)
    if share:
        _, most = resource.getrlimit(resource.RLIMIT_DATA)
        share = share if most == resource.RLIM_INFINITY else min(share, most)
        resource.setrlimit(resource.RLIMIT_DATA, (share, most))


def say_why_it_is_new(shell):
    """Let the first cell begin with what ended the kernel before this one, where the server says it."""
    reason = os.environ.pop("HHLAB_KERNEL_ENDED", None)
    if not reason:
        return

    def say(info):
        shell.events.unregister("pre_run_cell", say)
        print(reason, file=sys.stderr, flush=True)

    shell.events.register("pre_run_cell", say)


if __name__ == "__main__":
    main()
