"""Who is listening: one stream of news for each open page, as server-sent events.

A part says ``tell("vote", data)``, or with ``to="teachers"`` to these alone. News says that something has
changed, or what everybody may know; who comes late asks the part's own address for what is so.
"""

import asyncio
import json

AHEAD = 50  # pieces of news for one page; whoever is further behind begins anew
MOST = 30  # streams of one person: pages, and each kernel of a lab that follows a lecture
EVERYBODY, TEACHERS = "everybody", "teachers"


class Channel:
    """The pages that listen to a room. It lives in the event loop; other threads say it by `tell_soon`."""

    def __init__(self):
        self._queues, self._loop = {}, None

    def listen(self, person, is_teacher):
        """Give a queue of (name, text), or None if a person listens too often already.

        None in the queue says that the stream is over: the page is gone, or too far behind.
        """
        if sum(who == person for who, _ in self._queues.values()) >= MOST:
            return None
        self._loop = asyncio.get_running_loop()
        queue = asyncio.Queue()
        self._queues[queue] = person, is_teacher
        return queue

    def leave(self, queue):
        """Forget a queue, and let its stream end."""
        if self._queues.pop(queue, None):
            queue.put_nowait(None)

    def tell(self, name, data=None, to=EVERYBODY):
        """Tell a piece of news; `data` is what JSON can hold."""
        text = json.dumps(data)
        for queue, (_, is_teacher) in list(self._queues.items()):
            if is_teacher or to == EVERYBODY:
                queue.put_nowait((name, text))
            if queue.qsize() > AHEAD:
                self.leave(queue)

    def tell_soon(self, name, data=None, to=EVERYBODY):
        """Tell a piece of news from another thread."""
        if self._loop and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self.tell, name, data, to)

    def __len__(self):
        return len(self._queues)
