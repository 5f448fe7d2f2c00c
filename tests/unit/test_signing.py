"""Who is at work: signing in and out, a shared laptop, and what a guest did before."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

import hhlab
from hhlab.exercises import entries, roster, shelf, signing, store, students
from hhlab.exercises.bank import find
from hhlab.exercises.variants import variant

LIST = "id,name\nada,Ada Lovelace\nS1003,Grace Hopper\nm2,Lise Meitner\nm3,Lise Meitner\nmüller,Zoë Müller\n"


@pytest.fixture(autouse=True)
def work(tmp_path, monkeypatch):
    for name in ("JUPYTERHUB_USER", "HHLAB_COURSE", "HHLAB_COURSE_FOLDER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HHLAB_ANSWERS", str(tmp_path))
    return tmp_path


@pytest.fixture
def course(tmp_path, monkeypatch):
    folder = tmp_path / "my-course"
    folder.mkdir()
    (folder / "course.toml").write_text('roster = "roster.csv"\n', encoding="utf-8")
    (folder / "roster.csv").write_text(LIST, encoding="utf-8")
    monkeypatch.setenv("HHLAB_COURSE_FOLDER", str(folder))
    return folder


def status(card):
    return card.children[-1].text


def who(card):
    return card._identity.line.children[0].value


def links(box):
    """The buttons within a box, by what stands on them."""
    found = {}
    for one in getattr(box, "children", ()):
        found |= {one.description: one} if hasattr(one, "click") else links(one)
    return found


def answered(student):
    return {
        name: [each["answer"] for each in one["answers"]]
        for name, one in store.load(student)["exercises"].items()
    }


def elsewhere(code):
    """Run code in another kernel on the same folder."""
    subprocess.run([sys.executable, "-c", f"import hhlab\n{code}"], check=True, timeout=120)


# --- ids -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["S1003", " s 1003", "s\u00a01003", "Ｓ１００３", "s1003\u200b"])
def test_however_an_id_is_typed_it_has_the_same_variant_and_the_same_file(typed):
    hhlab.sign_in(typed)
    card = hhlab.exercise("L01.area")
    assert card.desk.student == "s1003"
    assert card.desk.given == variant(find("L01.area"), "s1003", "hhlab")
    hhlab.check("L01.area", 1)
    assert shelf.path_of(typed).name == "hhlab-answers-s1003.json" and shelf.path_of(typed).exists()
    # what is shown is what was typed
    assert who(card) == f'<span class="hhlab-who">Signed in as {students.legible(typed)}\u00a0·</span>'


@pytest.mark.parametrize("typed", ["", " ", "\u200b", "x" * 65, "a\nb", "a\0"])
def test_what_is_no_id_is_refused(typed):
    with pytest.raises(ValueError, match="1 to 64 letters or digits"):
        hhlab.sign_in(typed)
    with pytest.raises(TypeError, match="must be a text"):
        hhlab.sign_in(7)
    assert students.student() == "guest"


# --- what a card says --------------------------------------------------------------------------------------


def test_every_card_says_who_is_signed_in_and_offers_not_you():
    sheet = hhlab.sheet("L01")
    cards = [one for one in sheet.children if hasattr(one, "desk")]
    assert all("Guest: nothing is handed in under a name" in who(card) for card in cards)
    hhlab.sign_in("ada")
    assert all("Signed in as ada" in who(card) for card in [*cards, hhlab.exercise("L02.resistance")])
    assert all("not you?" in links(card._identity.line) for card in cards)


def test_not_you_asks_for_the_id_or_signs_out():
    hhlab.sign_in("ada")
    card = hhlab.exercise("L01.area")
    door = card._identity.above.children[-1]
    assert door.layout.display == "none"
    links(card)["not you?"].click()
    assert door.layout.display == ""
    links(card)["Sign out"].click()
    assert students.student() == "guest" and "Signed out" in status(card)
    assert "Guest" in who(card) and card._identity.above.children[-1].layout.display == ""
    card._identity.boxes[0].value = "grace"
    links(card)["Sign in"].click()
    assert "Signed in as grace" in who(card) and card.desk.student == "grace"


def test_a_guest_is_asked_at_the_first_card_of_a_sheet_alone():
    cards = [one for one in hhlab.sheet("L01").children if hasattr(one, "desk")]
    shown = [card._identity.above.children[-1].layout.display == "" for card in cards]
    assert shown == [True, *[False] * (len(cards) - 1)]
    links(cards[3])["sign in"].click()
    assert cards[3]._identity.above.children[-1].layout.display == ""


def test_on_a_hub_nobody_signs_in_or_out(monkeypatch):
    monkeypatch.setenv("JUPYTERHUB_USER", "Ada")
    card = hhlab.exercise("L01.area")
    assert who(card) == '<span class="hhlab-who">Signed in as Ada</span>' and card.desk.student == "ada"
    assert links(card._identity.line) == {}
    with pytest.raises(ValueError, match="The hub says who works here"):
        hhlab.sign_out()


def test_a_name_with_signs_of_html_is_shown_as_it_is():
    hhlab.sign_in("<b>&x")
    assert "Signed in as &lt;b&gt;&amp;x" in who(hhlab.exercise("L01.area"))


# --- the list of the class ---------------------------------------------------------------------------------


def test_with_a_list_one_picks_ones_name(course):
    card = hhlab.exercise("L01.area")
    box = card._identity.boxes[0]
    assert (box.description, box.options[0]) == ("Your name", "Ada Lovelace (ada)")
    box.value = "Grace Hopper (S1003)"
    links(card)["Sign in"].click()
    assert students.student() == "s1003" and "Signed in as Grace Hopper (S1003)" in who(card)


@pytest.mark.parametrize("typed", ["Ada Lovelace", "lovelace, ada", "ADA", "Ada Lovelace (ada)", "ＡＤＡ"])
def test_a_name_is_found_however_it_is_typed(course, typed):
    assert students.normalised(roster.id_of(typed)) == "ada"


def test_two_of_one_name_are_asked_for_their_id(course):
    with pytest.raises(roster.Unknown, match="more than one"):
        roster.id_of("Lise Meitner")
    assert roster.id_of("Lise Meitner (m3)") == "m3"


def test_who_is_not_on_the_list_is_asked_once_and_may_go_on(course):
    card = hhlab.exercise("L01.area")
    card._identity.boxes[0].value = "S1004"
    links(card)["Sign in"].click()
    assert (
        "S1004 is nobody, or more than one, on the list of this course. Did you mean Grace Hopper (S1003)?"
        in status(card)
    )
    assert students.student() == "guest"
    links(card)["Sign in"].click()
    assert students.student() == "s1004"


def test_a_list_that_cannot_be_read_is_told_and_one_types_ones_id(course):
    (course / "roster.csv").write_text("no,list\n1,2\n", encoding="utf-8")
    card = hhlab.exercise("L01.area")
    assert card._identity.boxes[0].description == "Your id"
    (said, _) = card._identity.above.children
    assert "The list of this course is not read, so type your id: roster.csv needs a first line" in said.value


def test_a_slip_in_the_settings_is_told_on_the_card_and_stops_nothing(course):
    (course / "course.toml").write_text('nmae = "x"\n', encoding="utf-8")
    card = hhlab.exercise("L01.area")
    assert "course.toml, line 1" in card._identity.above.children[0].value
    card.answer = 1
    card.check_button.click()
    assert "Not yet" in status(card)


# --- a guest -----------------------------------------------------------------------------------------------


def test_what_a_guest_did_comes_along_with_the_numbers_that_were_shown(work):
    card = hhlab.exercise("L01.area")
    shown = card.desk.given
    card.answer = 1
    card.check_button.click()
    card.sign_in("ada")
    (kept,) = store.load("ada")["exercises"]["L01.area"]["answers"]
    assert (kept["student"], kept["given"], kept["answer"]) == ("guest", shown, "1")
    if card.desk.given != shown:
        assert card.answer is None and "to other numbers is kept with your work" in store_said(card)
    # the next guest begins anew, and nothing was deleted
    assert answered("guest") == {}
    (aside,) = (work / ".hhlab" / "answers" / "aside").iterdir()
    assert json.loads(aside.read_text("utf-8"))["exercises"]["L01.area"]["answers"] == [kept]


def store_said(card):
    card.renew()
    return status(card)


def test_what_a_guest_did_in_another_kernel_is_offered_and_not_forced():
    elsewhere("hhlab.check('L01.area', 1)")
    card = hhlab.exercise("L01.area")
    card.sign_in("ada")
    assert answered("ada") == {}
    offer = card._identity.above.children[0]
    assert "A guest worked on 1 question here, last on" in offer.children[0].value
    links(offer)["it is mine"].click()
    assert answered("ada") == {"L01.area": [1.0]} and answered("guest") == {}
    assert len(card._identity.above.children) == 1 and "handed in with your work" in status(card)


def test_what_is_not_mine_is_put_aside():
    elsewhere("hhlab.check('L01.area', 1)")
    card = hhlab.exercise("L01.area")
    card.sign_in("ada")
    links(card)["it is not mine"].click()
    assert answered("ada") == answered("guest") == {}
    assert "put aside" in status(card)


def test_where_somebody_else_has_signed_in_before_it_is_offered():
    hhlab.sign_in("grace")
    hhlab.check("L01.density", 1)
    hhlab.sign_out()
    hhlab.check("L01.area", 1)
    hhlab.sign_in("ada")
    assert answered("ada") == {} and signing.waiting()


def test_at_a_page_left_open_for_long_it_is_offered(monkeypatch):
    with monkeypatch.context() as patch:
        earlier = (datetime.now(UTC) - timedelta(hours=2)).isoformat(timespec="seconds")
        patch.setattr(entries, "now", lambda: earlier)
        hhlab.check("L01.area", 1)
    hhlab.sign_in("ada")
    assert answered("ada") == {} and signing.waiting()


def test_an_offer_that_nobody_took_up_is_not_made_to_the_next_one():
    elsewhere("hhlab.check('L01.area', 1)")
    hhlab.sign_in("ada")
    assert signing.waiting()
    hhlab.sign_in("grace")
    assert not signing.waiting() and answered("grace") == {}
    elsewhere("hhlab.sign_out(); hhlab.check('L01.area', 2); hhlab.sign_in('ada')")
    hhlab.sign_out()
    assert answered("guest") == {}


def test_a_guests_file_that_cannot_be_read_keeps_nobody_out(work):
    (work / "hhlab-answers-guest.json").write_text("{ broken", encoding="utf-8")
    hhlab.sign_in("ada")
    hhlab.check("L01.area", 1)
    hhlab.sign_out()
    assert answered("ada") == {"L01.area": [1.0]}


# --- a shared laptop ---------------------------------------------------------------------------------------


def test_two_in_turn_are_never_mixed():
    card = hhlab.exercise("L01.area")
    for name, answer in (("ada", "1"), ("grace", "2"), ("ada", "3")):
        card.sign_in(name)
        assert card.desk.given == variant(card.desk.exercise, name, "hhlab")
        card.answer = answer
        card.check_button.click()
    assert (answered("ada"), answered("grace")) == ({"L01.area": ["1", "3"]}, {"L01.area": ["2"]})
    links(card)["Sign out"].click()
    assert card.answer is None, "what ada answered does not stay on the screen"
    card.answer = "4"
    card.check_button.click()
    assert answered("guest") == {"L01.area": ["4"]}


def test_a_card_on_a_page_that_another_left_open_keeps_nothing_in_their_name():
    hhlab.sign_in("ada")
    card, asked = hhlab.exercise("L01.area"), hhlab.predict("L06.fate", "Which?", "it fires", "it is silent")
    first_spike = hhlab.exercise("L01.first-spike")
    elsewhere("hhlab.sign_in('grace')")
    card.answer = "1"
    card.check_button.click()
    assert status(card) == "Nothing was kept: grace has signed in meanwhile, and these are their numbers."
    assert card.desk.student == "grace" and card.answer is None
    asked.value = "it fires"
    first_spike._prediction.value = first_spike.desk.exercise.expected[0]
    assert store.load("ada")["predictions"] == store.load("grace")["predictions"] == {}
    assert answered("ada") == answered("grace") == {}
