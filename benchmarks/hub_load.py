"""A class on a hub, measured: students who move a slider every two seconds and check an answer every minute.

    python benchmarks/hub_load.py --students 20 --minutes 10

It starts a hub of its own as tests/hub does (HHLAB_IMAGE names the image), and takes it away afterwards.
The students are no browsers but speak the browser's protocol: each opens a websocket to a kernel through the
proxy, and sends what JupyterLab sends when a slider is moved or Check is pressed. An update is over when the
kernel has sent the new picture and is idle again, a check when it is idle again.
"""

import argparse
import json
import math
import random
import statistics
import sys
import tempfile
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import websocket

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT / "tests" / "hub"))
from conftest import IMAGE, Hub, run  # noqa: E402

LESSON = """
import hhlab
explorer = hhlab.explore(lambda amp=0.1: hhlab.simulate(clamp=hhlab.CurrentClamp(amp=amp)), amp=(0.0, 0.3))
card = hhlab.exercise("L01.area")
display(explorer, card)
boxes = [box.model_id for box in card.children[3].boxes]
print("models", explorer.controls["amp"].slider.model_id, *boxes, card.check_button.model_id)
"""
PLACES = [round(0.01 * k, 2) for k in range(31)]
UPDATE_EVERY_S, CHECK_EVERY_S, LONGEST_S = 2, 60, 20


class Student:
    """A student with a kernel open, who remembers how long everything took [s]."""

    def __init__(self, hub, name):
        self.hub, self.name, self.dice = hub, name, random.Random(name)
        self.ready, self.updates, self.checks, self.failures = None, [], [], []
        self.value = 0.1

    def begin(self):
        began = time.monotonic()
        self.hub.start(self.name)
        self.ready = time.monotonic() - began
        kernel = json.loads(self.hub.ask(f"/user/{self.name}/api/kernels", "POST")[1])["id"]
        address = (
            f"ws://127.0.0.1:{self.hub.port}/user/{self.name}/api/kernels/{kernel}/channels?session_id=a"
        )
        header = {"Authorization": f"token {self.hub.token}"}
        self.socket = websocket.create_connection(address, header=header, timeout=LONGEST_S)
        content = {"code": LESSON, "silent": False, "store_history": False, "allow_stdin": False}
        said = self.send("execute_request", content, seconds=60)
        text = "".join(one["content"]["text"] for one in said if one["msg_type"] == "stream")
        self.slider, self.box, self.button = text.split()[-3:]

    def send(self, kind, content, seconds=LONGEST_S, picture=False):
        """Send a message, and give the answers to it up to idle, and up to a picture if one is due."""
        header = {"msg_id": uuid.uuid4().hex, "msg_type": kind, "username": "", "session": "s"}
        message = {
            "header": header,
            "parent_header": {},
            "metadata": {},
            "content": content,
            "channel": "shell",
        }
        self.socket.send(json.dumps(message))
        idle, answers, until = False, [], time.monotonic() + seconds
        while not (idle and not picture):
            if time.monotonic() > until:
                raise TimeoutError(kind)
            frame = self.socket.recv()
            # what carries numbers comes as one length, offsets, and parts, of which the first is the message
            reply = json.loads(frame) if isinstance(frame, str) else binary(frame)
            if reply["msg_type"] == "error":
                raise RuntimeError(reply["content"]["evalue"])
            # of all that follows a move a picture alone has numbers beside its message
            picture = picture and isinstance(frame, str)
            if reply["parent_header"].get("msg_id") == header["msg_id"]:
                answers.append(reply)
                idle |= reply["msg_type"] == "status" and reply["content"]["execution_state"] == "idle"
        return answers

    def put(self, model, value, **how):
        """Change what a slider or a box holds."""
        state = {"method": "update", "state": {"value": value}, "buffer_paths": []}
        self.send("comm_msg", {"comm_id": model, "data": state}, **how)

    def work(self, until):
        """Work through a lesson."""
        time.sleep(self.dice.uniform(0, UPDATE_EVERY_S))
        check_at = time.monotonic() + self.dice.uniform(0, CHECK_EVERY_S)
        while (now := time.monotonic()) < until:
            try:
                # to where it is already no slider can be dragged, and no picture would come
                self.value = self.dice.choice([one for one in PLACES if one != self.value])
                self.put(self.slider, self.value, picture=True)
                self.updates.append(time.monotonic() - now)
                if now > check_at:
                    check_at, began = now + CHECK_EVERY_S, time.monotonic()
                    self.put(self.box, f"{self.dice.uniform(1, 1000):.1f}")
                    click = {"method": "custom", "content": {"event": "click"}}
                    self.send("comm_msg", {"comm_id": self.button, "data": click})
                    self.checks.append(time.monotonic() - began)
            except Exception as failure:
                self.failures.append(repr(failure))
            time.sleep(max(0, UPDATE_EVERY_S - (time.monotonic() - now)))


def binary(frame):
    """Give the message of a frame that has buffers."""
    count = int.from_bytes(frame[:4], "big")
    ends = [int.from_bytes(frame[4 + 4 * i : 8 + 4 * i], "big") for i in range(count)]
    return json.loads(frame[ends[0] : ends[1] if count > 1 else None])


KEPT = """
import os, sqlalchemy
engine = sqlalchemy.create_engine(os.environ["HHLAB_ROOM_DATABASE"])
with engine.connect() as connection:
    asked = "select count(*) from entries where kind = 'answers'"
    print(connection.scalar(sqlalchemy.text(asked)))
"""


def kept(hub, most):
    """Give how many answers the room has, once it has as many as were given, or after a while."""
    until = time.monotonic() + LONGEST_S
    while (found := int(hub.python("room", KEPT))) < most and time.monotonic() < until:
        time.sleep(0.5)
    return found


def each(students, act):
    """Let all students do something at once; what fails is raised."""
    with ThreadPoolExecutor(len(students)) as pool:
        list(pool.map(act, students))


def p95(values):
    return statistics.quantiles(values, n=20)[-1] if len(values) > 1 else math.nan


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--students", type=int, default=20, help="at least 3")
    parser.add_argument("--minutes", type=float, default=10)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        hub = Hub(Path(folder))
        try:
            hub.run("up")
            students = [Student(hub, f"student{number:03}") for number in range(asked.students)]
            # the first finds nothing in the machine's memory yet
            _, alone = (hub.start(one.name) for one in students[:2])
            each(students, Student.begin)
            until = time.monotonic() + 60 * asked.minutes
            each(students, lambda student: student.work(until))
            names = [hub.container(student.name) for student in students]
            checks = [x for one in students for x in one.checks]
            arrived = kept(hub, len(checks))
            used = run("docker", "stats", "--no-stream", "--format", "{{.MemUsage}}", *names)
        finally:
            hub.remove()
    memory = [line.partition("/")[0].strip() for line in used.splitlines()]
    updates = [x for one in students for x in one.updates]
    failures = [x for one in students for x in one.failures]
    print(f"{len(students)} students, {asked.minutes:g} minutes, image {IMAGE}")
    print(f"alone, once warm, to a lab that is ready: {alone:.1f} s")
    print(f"{len(students) - 2} at once: {max(one.ready for one in students[2:]):.1f} s at most")
    middle = statistics.median(updates or [math.nan])
    print(f"{len(updates)} updates: median {middle:.3f} s, p95 {p95(updates):.3f} s")
    print(f"{len(checks)} checks: p95 {p95(checks):.3f} s; {arrived} answers are in the room")
    print(f"memory of a lab, files it has read included: {', '.join(sorted(set(memory)))}")
    print(f"{len(failures)} failures {failures[:3]}")
    return bool(failures or arrived < len(checks))


if __name__ == "__main__":
    sys.exit(main())
