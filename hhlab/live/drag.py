"""While a hand is at a slider: the runs of all its places, nearest first, made in a double of the kernel.

The pictures go to the browser as they come. Nothing of the student's is called in the kernel for them, and
where there is no double the slider's own run answers, as ever.
"""

import asyncio
import mmap
import signal
import threading
import time
from itertools import count
from weakref import WeakSet

from IPython import get_ipython

from ..workers import asking, stdrun
from ..workers.double import Double

LIKELY = 24  # of the next places
SLOWEST_S = 10  # a run that takes longer is taken for endless, and the double ends
MOST_BYTES = 30_000_000  # of one family, in the browser
BETWEEN = 20  # times as far as it is seems a place between two pixels, where only keys lead; the keys to
NEXT = 2  # places on each side
RESTS = 3  # runs long, and a hand is no longer on its way
WINDOW = 500  # places on each side are looked at first
STILL_S = 0.06  # a hand that moves faster than this is on its way
KEEPING_UP = 3  # pictures tell whether the double is as fast
_numbers = count(1)
_at_work = []  # the one Drag that has a double
_present = WeakSet()  # every Drag
NOWHERE = -1
# places that the process and its double both see: of the handle, where a hand took it, and of the present run
HAND, START, IN_WORK = range(3)


class Drag:
    """The family of one slider: what `run` gives at each of its places, with the other controls as they are.

    Parameters
    ----------
    run : callable
    name : str
    control : Control
    values : dict, of all controls
    result
        What `run` gave for them.
    encode : callable
        From a result and its values to the bytes of a frame.
    send : callable
        Takes a message and a list of buffers.
    """

    def __init__(self, run, name, control, values, result, encode, send):
        self.number = next(_numbers)
        self.run, self.name, self.control, self.values = run, name, control, dict(values)
        self.result, self.encode, self.send = result, encode, send
        self.missing, self.here, self.sent_bytes = set(control.places), set(), 0
        self.double, self.stopped = None, False
        self._shown = control.place if control.at(control.place) == control.value else None
        self._step_px = 1.0
        self._shared = memoryview(mmap.mmap(-1, 12)).cast("i")
        self._owed, self._came, self._began_s = None, 0, 0.0
        self.moved()
        _present.add(self)
        if get_ipython():
            get_ipython().events.register("pre_run_cell", _outdate)

    def fits(self, name, values):
        """Say whether this is the family of a slider under these values of the other controls."""
        return (
            name == self.name and {**self.values, name: None} == {**values, name: None} and not self.stopped
        )

    def moved(self):
        """Let the places near the handle come first from now on."""
        self._shared[HAND] = self.control.place

    def postpones(self, answer):
        """Say whether the browser has the present picture, or will have it sooner than from this process.

        Then `answer` is called when the hand is still.
        """
        self.cancel()
        place = self.control.place
        if self.control.at(place) != self.control.value or not (place in self.here or self._keeps_up()):
            return False
        if threading.current_thread() is not threading.main_thread():
            return False
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return False
        self._owed = (loop.call_later(STILL_S, self._rest), answer)
        return True

    def _keeps_up(self):
        took_s = time.monotonic() - self._began_s
        return self.double and self._came >= KEEPING_UP and took_s < self._came * STILL_S

    def _rest(self):
        # no message of the browser's has begun this, so that Jupyter would not let its stop button end it
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            self.settle()
        except KeyboardInterrupt:
            pass
        finally:
            signal.signal(signal.SIGINT, before)

    def settle(self):
        """Give the answer that was postponed, now."""
        if self._owed:
            _, answer = self._owed
            self.cancel()
            answer()

    def cancel(self):
        """Forget the answer that was postponed."""
        if self._owed:
            self._owed[0].cancel()
            self._owed = None

    def go(self, step_px=1.0):
        """Begin, or go on with, what is missing; the double of any other slider ends.

        The steps of a slider may be closer than the pixels of the screen.
        """
        self._shared[START], self._step_px = self.control.place, step_px
        if self.double or self.stopped or not self.missing:
            return
        for other in list(_at_work):
            other.pause()
        try:
            self.double = Double(self._make, self._received)
            self._came, self._began_s = 0, time.monotonic()
            _at_work[:] = [self]
        except (OSError, RuntimeError):
            pass  # no other process to be had, or nothing that would listen to it

    def pause(self):
        """End the double; what is here already stays."""
        if self.double:
            self.double.end()
            self.double = None
            _at_work.clear()

    def stop(self):
        """End the double for good: the pictures are no longer those of the slider."""
        self.stopped = True
        self.cancel()
        self.pause()

    def _received(self, messages):
        """Send to the browser what the double has made."""
        if messages is None:
            self.missing.discard(self._shared[IN_WORK])  # which has been its end
            self.pause()
            return
        frames = {}
        for place, frame in messages:
            if place == asking.ASKS_FOR_THE_WORKER:
                asking.pass_on(frame)
                continue
            self.missing.discard(place)
            self.sent_bytes += len(frame)
            self._came += 1
            if frame:
                frames[place] = frame
                self.here.add(place)
        if frames:
            self.send({"family": self.number, "places": list(frames)}, list(frames.values()))
        if self.sent_bytes > MOST_BYTES:
            self.missing.clear()
        if not self.missing:
            self.send({"family": self.number, "complete": True}, [])
            self.pause()

    def _make(self, send):
        """Make what is missing; in the double."""
        questions = asking.Questions(send)
        stdrun.quicken()
        self._try_out(send)
        hand, stride, runs = self._shared[HAND], 0, 0
        while self.missing:
            before, hand = hand, self._shared[HAND]
            stride, runs = (hand - before, 0) if hand != before else (stride, runs + 1)
            # where it is, then where it will be next if it goes on
            aim = hand if hand in self.missing or runs > RESTS else hand + stride
            place, *next_ones = self._likely(hand, aim)
            self.missing.discard(place)
            self._shared[IN_WORK] = place
            questions.expect(self.control.at(place), map(self.control.at, next_ones))
            frame = self._frame(self.values | {self.name: self.control.at(place)})
            if stdrun.stopped():
                stdrun.restore()
                frame = b""
            send(place, frame)

    def _try_out(self, send):
        """Make the picture that is shown: where it comes out otherwise, no run is quick any more."""
        self._shared[IN_WORK] = NOWHERE if self._shown is None else self._shown
        frame = self._frame(self.values)
        if stdrun.quickened() and frame != self.encode(self.result, self.values):
            stdrun.restore()
        elif self._shown in self.missing:
            self.missing.discard(self._shown)
            send(self._shown, frame)

    def _likely(self, hand, aim):
        def far(place):
            distance = abs(place - aim)
            reached = distance == 0 or abs(place - hand) <= NEXT or self._is_on_a_pixel(place)
            return distance if reached else distance * BETWEEN

        near = self.missing.intersection(range(aim - WINDOW, aim + WINDOW + 1))
        return sorted(near or self.missing, key=far)[:LIKELY]

    def _is_on_a_pixel(self, place):
        way = place - self._shared[START]
        return abs(round(way * self._step_px) / self._step_px - way) <= 0.5

    def _frame(self, values):
        """Give the frame of a run, or nothing: the browser will ask, and be told why."""
        signal.alarm(SLOWEST_S)
        try:
            return self.encode(self.run(**values), values)
        except (Exception, SystemExit):
            return b""
        finally:
            signal.alarm(0)


def _outdate(_cell=None):
    """Let the browser forget every picture: a cell may change whatever a run depends on."""
    for one in list(_present):
        one.settle()
        if not one.stopped:
            one.stop()
            one.send({"family": next(_numbers), "name": None, "seen": {}}, [])
