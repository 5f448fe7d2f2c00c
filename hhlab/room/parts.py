"""The parts of the room: each module has ``ADDRESSES``, pairs of a pattern and a Handler.

What it keeps it adds to `table.kept`, what it tells goes through the room's `channel`.
"""

from . import answers, asking, class_page, export, news, own_page

PARTS = (answers, asking, class_page, own_page, export, news)
