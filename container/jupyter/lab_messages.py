"""What a page may say to a kernel through its websocket, before the server takes it apart."""

from contextlib import suppress

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from tornado.websocket import WebSocketClosedError


class Channels(ZMQChannelsWebsocketConnection):
    """Jupyter's connection of a page to a kernel, for messages that hold what they say.

    A message of bytes begins with where its parts begin. Jupyter believes it: it counts to 2⁶⁴, or copies the
    whole message for each part, and meanwhile answers no other page.
    """

    def handle_incoming_message(self, incoming_msg):
        """Pass a message on; a ValueError ends the connection that it came through."""
        if isinstance(incoming_msg, bytes):
            look_at(incoming_msg, *((8, "little") if self.subprotocol else (4, "big")))
        super().handle_incoming_message(incoming_msg)

    def handle_outgoing_message(self, stream, outgoing_msg):
        """Pass a kernel's message on to the page, unless that has just been cut off."""
        with suppress(WebSocketClosedError):
            super().handle_outgoing_message(stream, outgoing_msg)


def look_at(message, width, order):
    """Raise ValueError unless a message is as long as its parts, which follow one another.

    Parameters
    ----------
    message : bytes
    width : int
        How many bytes a number has.
    order : str
        In which order they are, as `int.from_bytes` takes it.
    """
    count = int.from_bytes(message[:width], order)
    if count * width > len(message):
        raise ValueError("it has fewer bytes than it says that it has parts")
    begin = [int.from_bytes(message[width * i : width * (i + 1)], order) for i in range(1, count + 1)]
    if begin != sorted(begin):
        raise ValueError("its parts do not follow one another")
