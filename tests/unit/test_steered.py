"""A run that a hand steers while it goes on."""

import asyncio

import numpy as np
import pytest

import hhlab
from hhlab import Curves, Recording


def steered(amp, on=False):
    """Give a run that shows what it was given."""
    return Recording(t=np.arange(len(amp) + 1.0), v=[-65.0, *amp]), {"steps": len(amp), "on": np.sum(on)}


def game(**more):
    """Give a short one."""
    return hhlab.by_hand(steered, **{"steps": 5, "step_s": 0.02, "amp": (-1.0, 1.0, 0.1), "on": False} | more)


def moved(ByHand, seconds, *moves):
    """Move its controls in a running loop, each after a while, and wait."""

    async def hand():
        for name, value in moves:
            ByHand.controls[name].value = value
            await asyncio.sleep(seconds)

    asyncio.run(hand())


def test_time_begins_with_the_first_move_and_ends_by_itself():
    one = game()
    assert one.past == {"amp": [0.0], "on": [False]}
    moved(one, 0.6, ("amp", 0.5))
    assert one.past["amp"] == [0.0, 0.5, 0.5, 0.5, 0.5]
    assert list(one.result[0].v) == [-65.0, *one.past["amp"]]
    moved(one, 0.1, ("amp", -0.5))
    assert len(one.past["amp"]) == 5  # it is over


def test_every_step_keeps_what_every_control_was():
    one = game(steps=60)
    moved(one, 0.15, ("amp", 0.5), ("on", True), ("amp", -1.0))
    one.close()
    amp, on = one.past["amp"], one.past["on"]
    assert sorted(set(amp)) == [-1.0, 0.0, 0.5] and amp == sorted(amp[:1]) + amp[1:]
    assert on[0] is False and on[-1] is True and on == sorted(on)
    assert amp[on.index(True)] == 0.5
    passed = len(amp)
    moved(one, 0.1)
    assert len(one.past["amp"]) == passed  # closed, it stands still


def test_begin_anew_sets_all_back_and_waits_for_a_hand():
    one = game(steps=40)
    moved(one, 0.1, ("amp", 0.5), ("on", True))
    one.anew()
    moved(one, 0.1, ("amp", 0.0))
    assert one.past == {"amp": [0.0], "on": [False]}


def test_a_script_steps_by_itself():
    one = game()
    for value in (0.1, 0.2, 0.3, 0.4):
        one.controls["amp"].value = value
        goes_on = one.step()
    assert not goes_on
    assert list(one.result[0].v[1:]) == [0.0, 0.1, 0.2, 0.3, 0.4]


def test_an_error_is_said_and_stops_it():
    def fails(amp):
        if len(amp) > 2:
            raise ValueError("amp is too long for me")
        return Curves(x="x", y="y", dots={"amp": (range(len(amp)), amp)})

    one = hhlab.by_hand(fails, steps=9, step_s=0.02, amp=(0.0, 1.0))
    moved(one, 0.3, ("amp", 0.7))
    assert one.error == "amp is too long for me"
    assert len(one.past["amp"]) == 3
    one.anew()
    assert one.error == ""


def test_the_words_wait_for_the_end():
    one = game(steps=2)
    assert b'"words": ""' in one._scope.frame
    one.step()
    assert b"The time is over. steps 2; on 0. Press Begin anew" in one._scope.frame


def test_every_button_of_the_toolbar_answers(monkeypatch):
    one, sent = game(), []
    monkeypatch.setattr(one._scope, "send", lambda content, buffers=(): sent.append((content, buffers)))
    for asked in ("keep", "keep", "png", "csv"):
        one._asked(None, {"do": asked}, [])
    assert one._scope.kept == [one._scope.frame] and one._scope.tools["kept"] == 1
    assert [content["file"] for content, _ in sent] == ["steered.png", "steered.csv"]
    assert sent[0][1][0].startswith(b"\x89PNG") and b"-65" in sent[1][1][0]
    assert [look["name"] for look in one._scope.kept_as] == ["try 1"]
    one._asked(None, {"do": "rename", "number": 0, "name": " mine "}, [])
    assert [look["name"] for look in one._scope.kept_as] == ["mine"]
    one._asked(None, {"do": "rename", "number": 7, "name": "nobody's"}, [])
    one._asked(None, {"do": "clear"}, [])
    assert one._scope.kept == one._scope.kept_as == [] and one._scope.tools["kept"] == 0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"steps": 1}, "steps"),
        ({"steps": 1e6}, "steps"),
        ({"step_s": 0.0}, "step_s"),
        ({"steps": "many"}, "steps"),
        ({"volts": (0, 1)}, "volts"),
        ({"amp": (1, 0)}, "amp"),
    ],
)
def test_what_is_wrong_is_said(options, said):
    with pytest.raises((TypeError, ValueError), match=said):
        game(**options)


def test_something_must_be_steered():
    with pytest.raises(TypeError, match="give it a range"):
        hhlab.by_hand(lambda: None, steps=5)
