"""What a notebook's kernel is: IPython's, within the memory of its container, and ended before the server is."""

import os
import sys
from contextlib import suppress
from pathlib import Path

from . import memory, packages

# of two that take the container's memory, Linux ends the one with more; a kernel counts as if it had half of it
FIRST = 500


def main():
    """Run a kernel; the words are those of ``python -m ipykernel_launcher``."""
    go_first()
    limit = memory.limit_bytes()
    share = keep_within(limit)
    packages.bring_in()
    from ipykernel.kernelapp import IPKernelApp

    app = IPKernelApp.instance()
    app.initialize()
    # hhlab was found without a look among the student's files (python -P); from here on they may be imported
    sys.path.insert(0, "")
    say_what_to_do(app.shell, limit, share)
    say_why_it_is_new(app.shell)
    packages.say_when_offline(app.shell)
    app.start()


def go_first():
    """Let Linux end this process, and those it starts, rather than the server when memory runs out."""
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(str(FIRST))


def keep_within(limit):
    """Let this process and each that it starts hold no more than its share of a limit; give it [bytes], or None.

    What would be more raises a MemoryError here, where the kernel would be ended without a word.
    """
    share = memory.share_bytes(limit) if limit else None
    if share:
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_DATA)
        share = share if most == resource.RLIM_INFINITY else min(share, most)
        resource.setrlimit(resource.RLIMIT_DATA, (share, most))
    return share


def say_what_to_do(shell, limit, share):
    """Let a MemoryError in a cell say how much memory there is, and what to do."""

    def handle(shell, kind, error, traceback, tb_offset=None):
        error.add_note(memory.advice(limit, share, memory.data_bytes()))
        return shell.InteractiveTB.structured_traceback(kind, error, traceback, tb_offset=tb_offset)

    shell.set_custom_exc((MemoryError,), handle)


def say_why_it_is_new(shell):
    """Let the first cell begin with what ended the kernel before this one, where the server says it."""
    reason = os.environ.pop("HHLAB_KERNEL_ENDED", None)
    if not reason:
        return

    def say(info):
        shell.events.unregister("pre_run_cell", say)
        print(reason, file=sys.stderr)

    shell.events.register("pre_run_cell", say)


if __name__ == "__main__":
    main()
