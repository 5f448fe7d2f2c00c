"""Kernels that end without a traceback in the log."""

from jupyter_server.services.kernels.kernelmanager import ServerKernelManager


class LabKernel(ServerKernelManager):
    """A kernel as Jupyter manages it, that has time to say that its cell was interrupted.

    Jupyter interrupts a kernel that it ends, and in the same moment asks it to end. A cell that runs then
    reports through a socket that is closed already, and a kernel that only begins breaks off in its imports.
    """

    PATIENCE_S = 1.0

    async def shutdown_kernel(self, now=False, restart=False):
        begins = self.execution_state == "starting"  # nothing has run in it yet
        await super().shutdown_kernel(now=now or begins, restart=restart)

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
