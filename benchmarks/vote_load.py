"""Say how long a vote takes to be taken when 200 students vote within ten seconds, and whether any is lost.

    python benchmarks/vote_load.py
    python benchmarks/vote_load.py --database postgresql://...

A real hub and a real room, each a process, on this machine; each student has a token of the hub's, asks for
the question as a page does, and votes at an instant of its own.
"""

import argparse
import asyncio
import json
import random
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from tornado.httpclient import AsyncHTTPClient

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "unit"))
import rooms

QUESTION, WITHIN_S = "L01.ions", 10.0


async def voted(client, address, token, poll, wait_s):
    """Vote once after a wait; give the seconds that it took, and whether it was taken."""
    headers = {"Authorization": f"token {token}", "Content-Type": "application/json"}
    await client.fetch(address, headers=headers)
    await asyncio.sleep(wait_s)
    choice = random.choice(["none", "k-na", "k-l-na", "ca-k-na"])
    body = json.dumps({"poll": poll, "round": 1, "choice": choice})
    began = time.perf_counter()
    answer = await client.fetch(address, method="POST", headers=headers, body=body, raise_error=False)
    return time.perf_counter() - began, answer.code == 200, choice


async def vote(address, tokens, poll):
    client = AsyncHTTPClient(max_clients=len(tokens))
    waits = [random.uniform(0, WITHIN_S) for _ in tokens]
    return await asyncio.gather(
        *(voted(client, address, token, poll, wait) for token, wait in zip(tokens, waits, strict=True))
    )


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--clients", type=int, default=200)
    options.add_argument("--database")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder, rooms.place(folder, asked.database) as place:
        tokens = [place.token_of(f"student-{k:03d}") for k in range(asked.clients)]
        teacher = rooms.Browser(place, "hodgkin")
        teacher.get("/services/room/lead")
        teacher.submit("/services/room/lead/begin", what=QUESTION, seconds="120")
        state = json.loads(teacher.get("/services/room/api/vote").text)
        came = asyncio.run(vote(f"{place.address}api/vote", tokens, state["poll"]))
        teacher.submit("/services/room/lead/show", poll=str(state["poll"]))
        counts = json.loads(teacher.get("/services/room/api/vote").text)["counts"]["1"]
    seconds = np.array([one[0] for one in came])
    choices = [one[2] for one in came if one[1]]
    lost = asked.clients - sum(min(counts[name], choices.count(name)) for name in counts)
    print(
        f"{asked.clients} votes within {WITHIN_S:g} s: {lost} lost, p50 {np.median(seconds):.3f} s,", end=" "
    )
    print(f"p95 {np.quantile(seconds, 0.95):.3f} s, longest {seconds.max():.3f} s")


if __name__ == "__main__":
    main()
