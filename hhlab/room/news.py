"""The stream of news for an open page."""

import asyncio
from http import HTTPStatus

from tornado.iostream import StreamClosedError
from tornado.web import HTTPError

from .handling import Handler, members

BEAT_S = 20  # a proxy ends what is silent for long


class News(Handler):
    """Sends events as they come, for as long as the page is open."""

    queue = None

    @members
    async def get(self):
        self.queue = queue = self.room.channel.listen(self.person, self.is_teacher)
        if queue is None:
            reason = "Too many pages of the room are open: close some"
            raise HTTPError(HTTPStatus.TOO_MANY_REQUESTS, reason=reason)
        self.set_header("Content-Type", "text/event-stream")
        self.set_header("X-Accel-Buffering", "no")
        try:
            self.write("retry: 2000\n\n")
            await self.flush()
            while True:
                try:
                    one = await asyncio.wait_for(queue.get(), BEAT_S)
                except TimeoutError:
                    self.write(":\n\n")
                else:
                    if one is None:
                        return
                    self.write("event: {}\ndata: {}\n\n".format(*one))
                await self.flush()
        except StreamClosedError:
            pass
        finally:
            self.room.channel.leave(queue)

    def on_connection_close(self):
        self.room.channel.leave(self.queue)


ADDRESSES = [("api/news", News)]
