"""Kernels of the playground: each opened page has one, and there are only so many.

A page that is closed ends its own; one whose browser has crashed, or lost its network, cannot.
"""

import os
import uuid

from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from lab_token import refuse
from tornado.web import HTTPError
from traitlets import Int

# a page loads its parts for some seconds before it speaks to its kernel
LOADS_S = 60
PAGES = 12
FULL = "This playground has room for {most}, and all are open. Try again in a minute."


def most():
    """Give how many pages may be open at a time, as HHLAB_PAGES says."""
    text = os.environ.get("HHLAB_PAGES", "").strip() or str(PAGES)
    if not (text.isascii() and text.isdecimal() and 1 <= int(text) <= 1000):
        refuse(f"HHLAB_PAGES is {text!r}", "It is how many pages of the playground may be open: 1 to 1000.")
    return int(text)


class FewKernels(AsyncMappingKernelManager):
    """Jupyter's kernels, of which no more than `most` run at a time."""

    most = Int(PAGES, config=True, help="how many kernels may run at a time")

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.begun = set()  # of those that start at this moment

    async def start_kernel(self, **kwargs):
        """Start a kernel, or answer in a sentence that there is no room for one."""
        own = kwargs.setdefault("kernel_id", str(uuid.uuid4()))
        if len({own, *self.begun, *self._kernels}) > self.most:
            await self.end_the_forgotten()
        if len({own, *self.begun, *self._kernels}) > self.most:
            # the page of an error shows its reason
            raise HTTPError(503, reason=FULL.format(most=f"{self.most} page{'s' * (self.most > 1)}"))
        self.begun.add(own)
        try:
            return await super().start_kernel(**kwargs)
        finally:
            self.begun.discard(own)

    async def end_the_forgotten(self):
        """End the kernels to which no page speaks."""
        timeout, self.cull_idle_timeout = self.cull_idle_timeout, LOADS_S
        try:
            await self.cull_kernels()
        finally:
            self.cull_idle_timeout = timeout
