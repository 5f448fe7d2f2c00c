"""Vote and talk: what counts as a vote and what does not, what is seen when, and by whom."""

import json
import os
import random

import pytest
import rooms

from hhlab.room import table, votes
from hhlab.room.votes import Refused

COURSE = "hhlab"
IONS = "L01.ions"  # a choice, whose right answer the lab knows: none
ALL_OR_NONE = "L01.all-or-none"


@pytest.fixture
def room(tmp_path):
    """Give what does a step of a vote in a transaction of its own, on a real database."""
    engine = table.opened(os.environ.get("TEST_DATABASE") or f"sqlite:///{tmp_path}/room.sqlite")
    table.forget_course(engine, COURSE)

    def do(step, *args, **named):
        with engine.begin() as connection:
            return step(connection, COURSE, *args, **named)

    yield do
    engine.dispose()


def number(room):
    return room(votes.last).number


def test_two_votes_are_kept_and_nobody_sees_what_the_room_thinks_before_the_second_has_ended(room):
    room(votes.begin, IONS, 30, at=1000.0)
    poll = number(room)
    for student, choice in (("ada", "k-na"), ("grace", "none"), ("mary", "k-na")):
        room(votes.vote, student, poll, 1, choice, at=1010.0)
    first = room(votes.state, "ada", at=1010.0)
    assert (first["phase"], first["voted"], first["mine"], first["seconds_left"]) == (
        "first",
        3,
        {1: "k-na"},
        20,
    )
    talk = room(votes.state, "ada", at=1030.0)
    assert talk["phase"] == "talk"
    room(votes.again, poll, 20, at=1100.0)
    second = room(votes.state, "ada", at=1100.0)
    assert (second["phase"], second["voted"]) == ("second", 0)
    for seen in (first, talk, second):
        assert seen["counts"] == {} and seen["right"] is None
    for student, choice in (("ada", "none"), ("grace", "none")):
        room(votes.vote, student, poll, 2, choice, at=1119.9)
    shown = room(votes.state, "newcomer", at=1120.0)
    assert shown["phase"] == "shown"
    assert shown["counts"][1] == {"none": 1, "k-na": 2, "k-l-na": 0, "ca-k-na": 0}
    assert shown["counts"][2] == {"none": 2, "k-na": 0, "k-l-na": 0, "ca-k-na": 0}
    ((_, _, counts, ways),) = room(votes.summary)
    assert counts == shown["counts"]
    # mary voted once
    assert ways == {("k-na", "none"): 1, ("none", "none"): 1}
    assert [row[3:5] for row in room(votes.rows)] == [
        *((1, "ada"), (1, "grace"), (1, "mary")),
        *((2, "ada"), (2, "grace")),
    ]


@pytest.mark.parametrize(
    ("which", "choice", "at", "why"),
    [
        (1, "none", 1030.0, "too late"),
        (1, "none", 1e12, "too late"),
        (2, "none", 1010.0, "too late"),
        (0, "none", 1010.0, "too late"),
        (1, "", 1010.0, "choose one"),
        (1, "None", 1010.0, "choose one"),
        (1, "na, k and l, the leak", 1010.0, "choose one"),
    ],
)
def test_no_late_vote_and_no_empty_one_counts(room, which, choice, at, why):
    room(votes.begin, IONS, 30, at=1000.0)
    with pytest.raises(Refused, match=why):
        room(votes.vote, "ada", number(room), which, choice, at=at)
    assert room(votes.rows) == []


def test_a_vote_in_the_first_round_is_none_in_the_second_and_a_change_of_mind_counts_once(room):
    room(votes.begin, IONS, 30, at=1000.0)
    poll = number(room)
    for choice in ("none", "k-na", "ca-k-na"):
        room(votes.vote, "ada", poll, 1, choice, at=1001.0)
    room(votes.end, poll, at=1002.0)
    with pytest.raises(Refused, match="too late"):
        room(votes.vote, "ada", poll, 1, "none", at=1002.0)
    room(votes.again, poll, 30, at=1003.0)
    with pytest.raises(Refused, match="too late"):
        room(votes.vote, "ada", poll, 1, "none", at=1004.0)
    assert [(row[3], row[5]) for row in room(votes.rows)] == [(1, "na, k and ca")]


def test_steps_out_of_order_are_refused_and_change_nothing(room):
    with pytest.raises(Refused, match="no question"):
        room(votes.begin, "L01.area", 30)
    with pytest.raises(Refused, match="no question"):
        room(votes.begin, "L02.which", 30)  # needs its picture
    for seconds in (0, 4, 601, 10**9):
        with pytest.raises(Refused, match="5 to 600 seconds"):
            room(votes.begin, IONS, seconds)
    for step in (votes.end, votes.show):
        with pytest.raises(Refused, match="no such vote"):
            room(step, 1)
    room(votes.begin, IONS, 30, at=1000.0)
    poll = number(room)
    with pytest.raises(Refused, match="follows a first one"):
        room(votes.again, poll, 30, at=1001.0)
    room(votes.show, poll, at=1002.0)
    for step in (votes.again, votes.vote):
        args = (poll, 30) if step is votes.again else ("ada", poll, 1, "none")
        with pytest.raises(Refused):
            room(step, *args, at=1003.0)


def test_a_second_question_ends_the_first(room):
    room(votes.begin, IONS, 600, at=1000.0)
    old = number(room)
    room(votes.begin, ALL_OR_NONE, 600, at=1001.0)
    assert room(votes.state, "ada", at=1002.0)["what"] == ALL_OR_NONE
    with pytest.raises(Refused, match="too late"):
        room(votes.vote, "ada", old, 1, "none", at=1002.0)


def test_every_question_can_be_voted_on_and_where_the_lab_knows_the_right_choice_it_is_one():
    found = votes.questions()
    assert len(found) > 15
    for what, exercise in found.items():
        asked = votes.question(what, COURSE)
        assert len(asked.options) >= 2 and "{" not in asked.text
        assert all(asked.options.values())
        assert asked.is_prediction == bool(exercise.expected)
    assert votes.right_of(votes.question(IONS, COURSE)) == "none"
    assert votes.right_of(votes.question(ALL_OR_NONE, COURSE)) is None


def test_a_course_that_is_deleted_takes_its_votes_along(room, tmp_path):
    room(votes.begin, IONS, 30, at=1000.0)
    room(votes.vote, "ada", number(room), 1, "none", at=1001.0)
    room(lambda connection, course: None)
    engine = table.opened(os.environ.get("TEST_DATABASE") or f"sqlite:///{tmp_path}/room.sqlite")
    assert table.forget_course(engine, COURSE) == 2
    assert room(votes.last) is None and room(votes.rows) == []


# --- as pages: a real hub, a real service


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    with rooms.place(tmp_path_factory.mktemp("votes")) as there:
        yield there


@pytest.fixture(scope="module")
def teacher(place):
    one = rooms.Browser(place, "hodgkin")
    assert one.get("/services/room/lead").status == 200
    return one


@pytest.fixture(scope="module")
def tokens(place):
    return {name: place.token_of(name) for name in ("ada", "grace", *(f"s{i}" for i in range(20)))}


def asked(place, token, **vote):
    headers = {"Authorization": f"token {token}", "Content-Type": "application/json"}
    body = json.dumps(vote) if vote else None
    return place.ask("/services/room/api/vote", "POST" if vote else "GET", body, headers)


def test_a_teacher_leads_and_students_vote(place, teacher, tokens):
    begun = teacher.submit("/services/room/lead/begin", what=IONS, seconds="60")
    assert begun.status == 200 and "QR code" in begun.text and "<svg" in begun.text
    now = asked(place, tokens["ada"]).json()
    assert now["phase"] == "first" and 50 < now["seconds_left"] <= 60
    random.seed(1)
    cast = {name: random.choice(["none", "k-na"]) for name in tokens}
    for name, choice in cast.items():
        done = asked(place, tokens[name], poll=now["poll"], round=1, choice=choice)
        assert done.status == 200, done.text
    teacher.submit("/services/room/lead/end", poll=str(now["poll"]))
    late = asked(place, tokens["ada"], poll=now["poll"], round=1, choice="none")
    assert (late.status, late.text) == (409, "409: This vote has ended; yours came too late.\n")
    # a service that ends in the middle loses no vote, and goes on
    place.kill_room()
    place.start_room()
    teacher.submit("/services/room/lead/again", poll=str(now["poll"]), seconds="60")
    asked(place, tokens["ada"], poll=now["poll"], round=2, choice="none")
    page = teacher.submit("/services/room/lead/show", poll=str(now["poll"]))
    shown = asked(place, tokens["grace"]).json()
    assert shown["right"] == "none"
    assert shown["counts"]["1"]["none"] == sum(choice == "none" for choice in cast.values())
    assert "who voted twice" in page.text
    table_of_all = teacher.submit("/services/room/votes.csv").text
    assert len(table_of_all.splitlines()) == 1 + len(cast) + 1


def test_a_student_leads_nothing_and_a_vote_is_what_it_says(place, teacher, tokens):
    student = rooms.Browser(place, "ada")
    assert student.get("/services/room/v").status == 200
    assert student.get("/services/room/lead").status == 403
    for step in ("begin", "again", "end", "show"):
        answer = student.submit(f"/services/room/lead/{step}", what=IONS, poll="1", seconds="30")
        assert answer.status == 403, step
    assert student.submit("/services/room/votes.csv").status == 403
    # a page elsewhere cannot vote in a student's name
    cookie_alone = student.post("/services/room/api/vote", {"poll": 1})
    assert cookie_alone.status == 403
    teacher.submit("/services/room/lead/begin", what=ALL_OR_NONE, seconds="60")
    poll = asked(place, tokens["ada"]).json()["poll"]
    for wrong in (
        {"poll": poll, "round": 1},
        {"poll": poll, "round": 1, "choice": ["1"]},
        {"poll": str(poll), "round": 1, "choice": "1"},
        {"poll": poll, "round": True, "choice": "9" * 1000},
        {"poll": 2**70, "round": 1, "choice": "1"},
        {"poll": poll, "round": 1, "choice": "1", "student": "grace", "time": 0}
        | {"choice": "<script>alert(1)</script>"},
    ):
        assert asked(place, tokens["ada"], **wrong).status in (400, 409), wrong
    assert asked(place, tokens["ada"], poll=poll, round=1, choice="1", student="grace").status == 200
    assert asked(place, tokens["grace"]).json()["mine"] == {}
    assert asked(place, tokens["ada"]).json()["mine"] == {"1": "1"}
    assert asked(place, "0" * 32, poll=poll, round=1, choice="1").status == 403
    for bad in ("", "x", "-1", "1e3", "٣", "9" * 12):
        assert teacher.submit("/services/room/lead/end", poll=bad).status == 400, bad
