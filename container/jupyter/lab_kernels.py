"""Kernels that end without a traceback in the log, and say why when they end by themselves."""

import os
import signal

from jupyter_server.services.kernels.kernelmanager import ServerKernelManager

from hhlab.lab import memory

NEW = "This is a new kernel, which knows no variable and no import of before: {why}"
FOR_MEMORY = "the memory of the lab was full, and Linux ended the kernel that was here.\n{advice}"
BY_ITSELF = "the one that was here ended by itself ({how})."


class LabKernel(ServerKernelManager):
    """A kernel as Jupyter manages it, that has time to say that its cell was interrupted.

    Jupyter interrupts a kernel that it ends, and in the same moment asks it to end. A cell that runs then
    reports through a socket that is closed already, and a kernel that only begins breaks off in its imports.
    """

    PATIENCE_S = 1.0

    async def shutdown_kernel(self, now=False, restart=False):
        begins = self.execution_state == "starting"  # nothing has run in it yet
        await super().shutdown_kernel(now=now or begins, restart=restart)

    async def start_kernel(self, *args, **kwargs):
        self._ended_before = memory.ended_for_memory()
        return await super().start_kernel(*args, **kwargs)

    async def restart_kernel(self, *args, **kwargs):
        code = await self.provisioner.poll() if self.has_kernel else None
        # what it was started with, which need not say what ended the one before
        env = dict(self._launch_args.get("env") or os.environ)
        env.pop("HHLAB_KERNEL_ENDED", None)
        if code:
            env["HHLAB_KERNEL_ENDED"] = self._why(code)
        await super().restart_kernel(*args, **kwargs, env=env)
        self._ended_before = memory.ended_for_memory()

    def _why(self, code):
        """Say why a kernel ended by itself, by the exit code that Linux gives of it."""
        if code == -signal.SIGKILL and memory.ended_for_memory() > self._ended_before:
            return NEW.format(why=FOR_MEMORY.format(advice=memory.advice(memory.limit_bytes())))
        how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        return NEW.format(why=BY_ITSELF.format(how=how))

    async def _async_interrupt_kernel(self):
        # this one would be killed in the next moment
        if not (self.shutting_down and self.execution_state == "starting"):
            await super()._async_interrupt_kernel()

    async def _async_request_shutdown(self, restart=False):
        await self._answers_in_turn()
        await super()._async_request_shutdown(restart=restart)

    async def _answers_in_turn(self):
        """Wait until the kernel answers a question, which it does when its cell is done."""
        client = self.client()
        client.start_channels(iopub=False, stdin=False, hb=False, control=False)
        try:
            await client.kernel_info(reply=True, timeout=self.PATIENCE_S)
        except TimeoutError:
            # what computes outside of Python is not interrupted
            pass
        finally:
            client.stop_channels()
