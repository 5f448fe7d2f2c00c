"""How soon the room has kept an answer when a class sends at once: a real hub, and a real database.

``python benchmarks/room_load.py [CLIENTS [SECONDS [DATABASE]]]``: each client, a student with a token of his
own, sends one answer at a random moment of that time, the first that the room ever hears of him. They are
played by one program that speaks as a lab does. Nothing may be lost.
"""

import asyncio
import json
import random
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import psutil
from tornado.httpclient import AsyncHTTPClient

sys.path.append(str(Path(__file__).parents[1] / "tests" / "unit"))
import rooms

from hhlab.exercises.bank import exercises
from hhlab.exercises.variants import variant
from hhlab.room import table
from hhlab.room.settings import database

PATIENCE_S = 60


def main(clients=200, seconds=10.0, url=None):
    """Print how many answers were kept and judged, and how long it took; give whether all were."""
    with tempfile.TemporaryDirectory() as folder, rooms.place(folder, url) as place:
        tokens = {f"student-{k}": place.token_of(f"student-{k}") for k in range(clients)}
        before = _busy_s(place)
        took = asyncio.run(_sent(place, tokens, seconds))
        busy = _busy_s(place) - before
        rows = _judged(place)
    judged = sum(row.code is not None for row in rows)
    middle, high, most = (1000 * np.percentile(took, share) for share in (50, 95, 100))
    print(f"{clients} clients within {seconds:g} s: {len(rows)} kept, {judged} judged")
    print(f"kept after {middle:.0f} ms (median), {high:.0f} ms (95 %), {most:.0f} ms (the last)")
    print(f"hub and room were busy for {busy:.1f} s of one processor")
    return len(rows) == judged == clients


async def _sent(place, tokens, seconds):
    AsyncHTTPClient.configure(None, max_clients=len(tokens))
    client, dice = AsyncHTTPClient(), random.Random(17)

    async def one(student, token, when):
        await asyncio.sleep(when)
        entry = {"id": "1", "course": "hhlab", "kind": "answers", "what": "L01.area", "value": 1.0}
        entry["given"] = variant(exercises()["L01.area"], student, "hhlab")
        began = time.monotonic()
        answer = await client.fetch(
            place.address + "api/entries",
            method="POST",
            body=json.dumps({"entries": [entry]}),
            headers={"Authorization": f"token {token}"},
        )
        assert json.loads(answer.body) == {"entries": {"1": "kept"}}
        return time.monotonic() - began

    return await asyncio.gather(*(one(*each, dice.uniform(0, seconds)) for each in tokens.items()))


def _judged(place):
    """Give all rows, once each is judged."""
    engine, end = (
        table.opened(database({"HHLAB_ROOM_DATABASE": place.database})),
        time.monotonic() + PATIENCE_S,
    )
    while True:
        with engine.connect() as connection:
            rows = connection.execute(table.entries.select()).all()
        if all(row.code for row in rows) or time.monotonic() > end:
            return rows
        time.sleep(0.2)


def _busy_s(place):
    times = [psutil.Process(one.pid).cpu_times() for one in (place.hub, place.room)]
    return sum(one.user + one.system for one in times)


if __name__ == "__main__":
    clients, seconds, url = [*sys.argv[1:], *["200", "10", ""][len(sys.argv) - 1 :]]
    sys.exit(0 if main(int(clients), float(seconds), url or None) else 1)
