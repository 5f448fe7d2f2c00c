"""The lecture: a teacher's explorer leads by a real room, and those who follow move along and let go."""

import json
import os
import time

import pytest
import rooms

import hhlab
from hhlab.telling import lecture

LEAD = "custom:hhlab:lead"


def run(amp=0.1, dur=5.0):
    return hhlab.Curves({"v": [amp, dur]}, x=[0.0, 1.0])


def other(amp=0.1):
    return hhlab.Curves({"v": [amp, amp]}, x=[0.0, 1.0])


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    with rooms.place(tmp_path_factory.mktemp("lecture")) as there:
        yield there


@pytest.fixture
def as_somebody(place, monkeypatch):
    """Let this process be the kernel of a student or of the teacher."""

    def be(name, teaches):
        scopes = ["access:services!service=room", *([LEAD] if teaches else [])]
        who = {"Authorization": f"token {place.maker}"}
        place.ask(f"/hub/api/users/{name}", "POST", headers=who)
        body = json.dumps({"scopes": scopes})
        token = place.ask(f"/hub/api/users/{name}/tokens", "POST", body, headers=who).json()["token"]
        monkeypatch.setenv("JUPYTERHUB_API_TOKEN", token)
        monkeypatch.setenv("JUPYTERHUB_SERVICE_PREFIX", f"/user/{name}/")
        monkeypatch.setenv("HHLAB_ROOM_URL", place.address)
        monkeypatch.setenv("HHLAB_ROOM_TEACHES", "1" if teaches else "0")
        return token

    yield be
    lecture._followers.clear()


def told(place, token):
    return place.ask("/services/room/api/lecture", headers={"Authorization": f"token {token}"}).json()


def tell(place, token, **what):
    headers = {"Authorization": f"token {token}", "Content-Type": "application/json"}
    return place.ask("/services/room/api/lecture", "POST", json.dumps(what), headers).status


def until(is_so, seconds=20):
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_without_a_room_there_is_no_button():
    assert "HHLAB_ROOM_URL" not in os.environ
    assert hhlab.explore(run, amp=(0.0, 1.0))._scope.tools["lecture"] == ""


def test_a_student_follows_and_lets_go(place, as_somebody):
    teacher = as_somebody("hodgkin", True)
    student = as_somebody("ada", False)
    follower = hhlab.explore(run, amp=(0.0, 1.0), dur=(1.0, 9.0))
    aside = hhlab.explore(other, amp=(0.0, 1.0))
    name = "(amp, dur)"
    key = f"{lecture.Path(os.environ.get('JPY_SESSION_NAME', '')).stem}: run{name}"
    assert tell(place, teacher, explorer=key, values={"amp": 0.7, "dur": 2.0}) == 200
    follower._asked(None, {"do": "lecture"}, [])
    assert follower._scope.tools["lecture"] == lecture.FOLLOWING
    # who comes late gets what is so
    until(lambda: follower.values == {"amp": 0.7, "dur": 2.0})
    assert tell(place, teacher, explorer=key, values={"amp": 0.3}) == 200
    until(lambda: follower.amp.value == 0.3)
    assert follower.values["dur"] == 2.0
    assert aside.amp.value == 0.1
    # what is no value of a control moves nothing; another explorer's lead neither
    for values in ({"amp": "x"}, {"nobody": 1.0}, {"amp": 1e300}, {}):
        assert tell(place, teacher, explorer=key, values=values) == 200
    assert tell(place, teacher, explorer="other(amp)", values={"amp": 0.9}) == 200
    assert tell(place, teacher, explorer=key, values={"dur": 3.0}) == 200
    until(lambda: follower.values["dur"] == 3.0)
    assert 0.0 <= follower.amp.value <= 1.0
    follower._asked(None, {"do": "lecture"}, [])
    assert follower._scope.tools["lecture"] == lecture.FOLLOW
    before = follower.values
    assert tell(place, teacher, explorer=key, values={"amp": 0.5}) == 200
    time.sleep(0.5)
    assert follower.values == before
    assert tell(place, student, explorer=key, values={"amp": 0.5}) == 403


def test_a_teacher_leads_the_newest_state_and_lets_go(place, as_somebody):
    token = as_somebody("hodgkin", True)
    leader = hhlab.explore(run, amp=(0.0, 1.0), dur=(1.0, 9.0))
    leader.amp.value = 0.2
    assert told(place, token)["values"].get("amp") != 0.2  # nobody leads yet
    leader._asked(None, {"do": "lecture"}, [])
    assert leader._scope.tools["lecture"] == lecture.LEADING
    for k in range(50):
        leader.amp.value = round(0.3 + k / 100, 2)
    until(lambda: told(place, token)["values"] == {"amp": 0.79, "dur": 5.0})
    leader._asked(None, {"do": "lecture"}, [])
    until(lambda: told(place, token) == {"explorer": None, "values": {}})


def test_a_room_that_was_away_is_heard_again(place, as_somebody):
    teacher = as_somebody("hodgkin", True)
    as_somebody("grace", False)
    follower = hhlab.explore(run, amp=(0.0, 1.0))
    key = follower._lecture._name
    follower._asked(None, {"do": "lecture"}, [])
    tell(place, teacher, explorer=key, values={"amp": 0.4})
    until(lambda: follower.amp.value == 0.4)
    place.kill_room()
    place.start_room()
    assert tell(place, teacher, explorer=key, values={"amp": 0.6}) == 200
    until(lambda: follower.amp.value == 0.6)


def test_the_token_of_a_teachers_lab_leads_and_opens_no_page(place, as_somebody):
    who = {"Authorization": f"token {as_somebody('hodgkin', True)}"}
    for page in ("", "lead", "?part=now"):
        assert place.ask(f"/services/room/{page}", headers=who).status == 403, page


def test_what_is_no_lecture_is_refused(place, as_somebody):
    teacher = as_somebody("hodgkin", True)
    for wrong in (
        {},
        {"explorer": 3, "values": {}},
        {"explorer": "x" * 501, "values": {}},
        {"explorer": "x", "values": []},
        {"explorer": "x", "values": {"amp": [1]}},
        {"explorer": "x", "values": {"amp": None}},
        {"explorer": "x", "values": {str(k): k for k in range(101)}},
    ):
        assert tell(place, teacher, **wrong) == 400, wrong
