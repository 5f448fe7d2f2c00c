"""What Moodle and Canvas export is read, and what is written for them is what they import."""

import csv
import io
import tempfile
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import classes
import lms
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hhlab.exercises.bank import exercises
from hhlab.exercises.students import normalised
from hhlab.grading.command import main
from hhlab.grading.export import to_import, write_marks
from hhlab.grading.roster import Student, read_roster
from hhlab.grading.scores import AS_POINTS, Wishes
from hhlab.grading.tables import safe_id
from hhlab.grading.uploads import Uploader

L01, L02 = ["L01.area", "L01.units"], ["L02.size"]
MOST = {x: float(exercises()[x].marks) for x in [*L01, *L02, "L01.twenty-one"]}


@dataclass
class Earned:
    """Marks as marking gives them."""

    marks: dict
    codes: dict = field(default_factory=dict)
    waiting: dict = field(default_factory=dict)


def full(*students):
    return Earned(
        {one: dict(MOST) for one in students}, {one: dict.fromkeys(MOST, "right") for one in students}
    )


@pytest.fixture
def read(tmp_path):
    """Give a function that reads a roster from a text or from bytes."""

    def reading(content, *arguments, **options):
        path = tmp_path / "roster.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_roster(path, *arguments, **options)

    return reading


@pytest.fixture
def write(tmp_path):
    """Give a function that writes marks, and gives the bytes and what was noted."""

    def writing(form, roster, marked, ids, **wishes):
        path, notes = tmp_path / "out.csv", []
        path.unlink(missing_ok=True)
        write_marks(path, form, roster, marked, ids, Wishes(**wishes), notes)
        return path.read_bytes(), notes

    return writing


# rosters

HEADS = {
    "en": ("First name", "Last name", "ID number", "Email address"),
    "en before 4": ("First name", "Surname", "ID number", "Email address"),
    "de": ("Vorname", "Nachname", "ID-Nummer", "E-Mail-Adresse"),
    "fr": ("Prénom", "Nom", "Numéro d’identification", "Adresse de courriel"),
    "es": ("Nombre", "Apellido(s)", "Número de ID", "Dirección de correo"),
    "it": ("Nome", "Cognome", "Codice identificativo", "Indirizzo email"),
    "nl": ("Voornaam", "Achternaam", "ID-nummer", "E-mailadres"),
    "pt": ("Nome", "Apelido", "Número de identificação (ID)", "Endereço de e-mail"),
    "pt_br": ("Nome", "Sobrenome", "Número de identificação", "Endereço de email"),
}
PEOPLE = [
    ("Zoë", "Müller-Núñez", "00123", "zoe@uni.eu"),
    ("Ada", 'Lovelace, "Countess"', "00124", "ada@uni.eu"),
]


def table(rows, delimiter=","):
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter).writerows(rows)
    return file.getvalue()


@pytest.mark.parametrize("language", HEADS)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "mac-roman"])
def test_moodles_list_is_read_in_any_language_and_encoding(language, delimiter, encoding, read):
    text = table([HEADS[language], *PEOPLE], delimiter).replace("’", "'")
    roster = read(text.encode(encoding))
    assert [(one.id, one.name, one.email) for one in roster.values()] == [
        ("00123", "Zoë Müller-Núñez", "zoe@uni.eu"),
        ("00124", 'Ada Lovelace, "Countess"', "ada@uni.eu"),
    ]
    assert roster.is_moodle and not roster.is_canvas
    assert (
        roster["ZOE@uni.eu"].id == roster["zoe"].id == roster["zoe muller-núñez" and "Müller-Núñez, Zoë"].id
    )


@pytest.mark.parametrize("made", [lms.xlsx, lms.ods])
def test_a_workbook_is_read_whatever_its_name_and_whatever_stands_above_its_head(made, read):
    rows = [["Physiology 2027", "", ""], ["", "", ""], ["Nr", "Name", "Matrikel-Nr."], ["1", "Ada", "00123"]]
    assert [(one.id, one.name) for one in read(made(rows)).values()] == [("00123", "Ada")]


def test_a_number_in_a_workbook_has_no_point(read):
    assert list(read(lms.xlsx([["id"], [7001], ["00123"]]))) == ["7001", "00123"]


def test_what_is_no_workbook_and_no_text_is_refused_in_a_sentence(read):
    for data in (
        b"PK\x03\x04 and no more",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and no more",
        b"id\n\0\0\0\x01",
    ):
        with pytest.raises(ValueError, match="Save it as CSV UTF-8"):
            read(data)


CANVAS = [
    [
        "Student",
        "ID",
        "SIS User ID",
        "SIS Login ID",
        "Section",
        "L01 Spike (1234)",
        "Essay (99)",
        "Final Score",
    ],
    ["", "", "", "", "", "Manual Posting", "", ""],
    ["    Points Possible", "", "", "", "", "10", "5", "(read only)"],
    ["Lovelace, Ada", "7001", "s1", "ada", "S1", "", "3", "60"],
    ["Bó, Zoë", "7002", "s2", "zoe", "S1 and S2", "4", "", ""],
    ["Excused, Eve", "7003", "s3", "eve", "S1", "EX", "", ""],
    ["Student, Test", "7004", "", "0123456789abcdef0123456789abcdef01234567", "S1", "", "", ""],
]
CANVAS_STUDENTS = {
    int(row[1]): {"name": row[0], "sortable": row[0], "sis": row[2], "login": row[3]} for row in CANVAS[3:]
}


@pytest.mark.parametrize(("signed", "ids"), [("ZOE", ["ada", "zoe", "eve"]), ("s2", ["s1", "s2", "s3"])])
def test_which_number_of_canvas_is_the_id_the_files_tell(signed, ids, read):
    assert list(read(table(CANVAS), signed=lambda: [signed, "guest"])) == ids


def test_an_id_is_not_the_address_that_begins_with_it(read):
    text = "id,name,email\nada,A,ada@x\nbo,B,bo@x\n"
    assert list(read(text, signed=lambda: ["ada"])) == list(read(text)) == ["ada", "bo"]
    assert list(read(text, signed=lambda: ["ada", "bo@x"])) == ["ada", "bo"]
    assert list(read(text, signed=lambda: ["ada@x"])) == ["ada@x", "bo@x"]
    assert list(read("ID number,email\n7,ada@x\n8,bo@x\n", signed=lambda: ["bo"])) == ["ada@x", "bo@x"]


def test_where_nothing_tells_which_column_is_the_id_it_is_asked(read):
    for signed in (tuple, lambda: ["7001"]):
        with pytest.raises(ValueError, match='--id-column "SIS User ID" or --id-column "SIS Login ID"'):
            read(table(CANVAS), signed=signed)
    assert list(read(table(CANVAS), "sis login id")) == ["ada", "zoe", "eve"]
    assert list(read(table(CANVAS), "ID")) == ["7001", "7002", "7003"]
    with pytest.raises(ValueError, match="no column 'login'; it has: Student, ID"):
        read(table(CANVAS), "login")
    swapped = "login,ID number\nada,zoe\nzoe,ada\n"
    with pytest.raises(ValueError, match="Files are signed 'ada', 'zoe'"):
        read(swapped, signed=lambda: ["ada", "zoe"])


def test_canvas_may_write_names_in_two_columns_and_semicolons(read):
    head = ["LastName", "FirstName", *CANVAS[0][1:]]
    rows = [[*row[0].split(", "), *row[1:]] for row in CANVAS[3:]]
    points = ["    Points Possible", "", *CANVAS[2][1:]]
    roster = read(table([head, points, *rows], ";").encode("utf-8-sig"), "SIS Login ID")
    assert [one.name for one in roster.values()] == ["Ada Lovelace", "Zoë Bó", "Eve Excused"]
    assert roster.is_canvas


def test_who_has_no_id_of_his_own_is_named_and_kept(read):
    roster = read("Name,ID number,E-Mail\nAda,7,a@x\nBo,,b@x\nCy,,\n,,\n")
    assert list(roster) == ["7", "b@x", "Cy"]
    assert [where for where, _ in roster.notes] == ["roster.csv, line 3", "roster.csv, line 4"]


def test_who_stands_there_twice_is_named(read):
    roster = read("id,name,email\n7,Ada,a@x\n8,Bo,A@X\n7,Ada,a@x\n")
    assert list(roster) == ["7", "8"]
    assert roster.notes == [
        ("roster.csv, line 3", "'8' has the e-mail address of '7'"),
        ("roster.csv, line 4", "Ada (7) stands in line 2 already, and counts once"),
    ]
    with pytest.raises(ValueError, match="has the id 'ADA' twice, in lines 2 and 3"):
        read("id,name\nada,Ada\nADA,Bo\n")


def test_what_names_two_names_nobody(read):
    roster = read("id,name,email\n7,Ada L,x@a\n8,L Ada,x@b\n")
    assert "x" not in roster and "Ada L" not in roster and "x@a" in roster


def test_names_serve_where_there_is_nothing_else(read):
    assert list(read("Vorname;Nachname\nAda;L\n")) == ["Ada L"]
    assert list(read("Name\nAda L\n", signed=lambda: ["l, ADA"])) == ["Ada L"]
    with pytest.raises(ValueError, match="needs a first line with a column 'id'"):
        read("Name\nAda L\n", signed=lambda: ["bo"])


IDS = st.text(st.characters(codec="utf-8", exclude_characters="\0\r\n"), min_size=1, max_size=12).filter(
    lambda text: normalised(text) and text.strip() == text and not text.startswith("'")
)


@settings(max_examples=60, deadline=None)
@given(st.lists(IDS, min_size=1, max_size=6, unique_by=normalised), st.sampled_from(",;\t"))
def test_any_id_is_read_as_it_was_written(ids, delimiter):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "r.csv")
        path.write_bytes(table([["id", "name"], *([one, "x"] for one in ids)], delimiter).encode())
        roster = read_roster(path, "id")
    assert list(roster) == ids
    for one in ids:
        assert roster[one].id == one and roster[one].cells[0] == one


# what an LMS gets

USERS = [{"username": f"u{k}", "idnumber": row[2], "email": row[3]} for k, row in enumerate(PEOPLE)]


@pytest.mark.parametrize("language", HEADS)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_moodle_imports_what_is_written_for_it(language, delimiter, read, write):
    roster = read(table([HEADS[language], *PEOPLE], delimiter))
    marked = full("00123", "00124", "nobody")
    marked.marks["00124"] = {"L01.area": 0.0, "L02.size": None}
    data, notes = write("moodle", roster, marked, L01 + L02)
    head = data.decode().splitlines()[0].split(delimiter)
    assert head[:4] == list(HEADS[language])
    assert head[4:] == ["L01 hhlab", "L01 hhlab (Feedback)", "L02 hhlab", "L02 hhlab (Feedback)"]
    taken = lms.moodle_gradebook(data, USERS, HEADS[language][2], "idnumber", delimiter)
    assert {key: value for key, value in taken.items() if not key[1].endswith("(Feedback)")} == {
        ("u0", "L01 hhlab"): 100,
        ("u0", "L02 hhlab"): 100,
        ("u1", "L01 hhlab"): 0,
    }
    assert taken["u0", "L02 hhlab (Feedback)"] == f"Right: {exercises()['L02.size'].title}."
    assert ("nobody", "not on the roster, and not in the file for Moodle") in notes
    assert f"“Map from: {HEADS[language][2]}”" in to_import("moodle", roster, Wishes())[0]


def test_moodle_is_told_to_match_by_what_everyone_has(read, write):
    roster = read("First name,Last name,ID number,Email address\nA,B,7,a@x\nC,D,,c@x\nE,F,9,\n", "ID number")
    data, notes = write("moodle", roster, full(*roster), L01)
    # two of three have either: then the column of the ids; Moodle takes who has none for the one before
    assert [row[2] for row in csv.reader(io.StringIO(data.decode()))] == ["ID number", "7", "9"]
    assert ("C D", "has no 'ID number': not in the file for Moodle") in notes
    users = [{"username": one, "idnumber": one, "email": ""} for one in ("7", "9")]
    assert len(lms.moodle_gradebook(data, users, "ID number", "idnumber")) == 4
    roster = read("First name,Last name,ID number,Email address\nA,B,7,a@x\nC,D,,c@x\n", "ID number")
    data, notes = write("moodle", roster, full(*roster), L01)
    assert "“Map from: Email address”" in to_import("moodle", roster, Wishes())[0] and notes == []


def test_an_id_that_moodle_does_not_have_is_not_in_its_file(read, write):
    # an unknown id would make it refuse the whole file
    roster = read("Name,ID number,E-Mail\nAda,7,a@x\nBo,,b@x\n")
    data, notes = write("moodle", roster, full(*roster), L01)
    assert ("b@x", "has no 'ID number': not in the file for Moodle") in notes
    users = [{"username": "ada", "idnumber": "7", "email": "a@x"}]
    assert lms.moodle_gradebook(data, users, "ID number", "idnumber")["ada", "L01 hhlab"] == 100


@pytest.mark.parametrize(
    ("head", "moodles"), [("E-Mail", "Email address"), ("Login", "Username"), ("id", "ID number")]
)
def test_a_list_of_the_teachers_own_gets_moodles_heads(head, moodles, read, write):
    roster = read(f"Name,{head}\nAda,ada@x\n")
    data, _ = write("moodle", roster, full("ada@x"), L01)
    row = next(csv.DictReader(io.StringIO(data.decode())))
    assert row[moodles] == "ada@x" and f"“Map from: {moodles}”" in to_import("moodle", roster, Wishes())[0]


def test_the_gradebooks_own_column_is_found_and_nothing_else_comes_back(read, write):
    head = [
        *HEADS["en"],
        "Assignment: L01 Spike (Real)",
        "Quiz: other (Real)",
        "Last downloaded from this course",
    ]
    roster = read(table([head, *([*row, "50.00", "7.00", "1790000000"] for row in PEOPLE)]))
    data, _ = write("moodle", roster, full("00123"), L01 + L02)
    name = "Assignment: L01 Spike (Real)"
    head = data.decode().splitlines()[0].split(",")
    assert head == [*HEADS["en"], name, f"{name} (Feedback)", "L02 hhlab", "L02 hhlab (Feedback)"]
    taken = lms.moodle_gradebook(data, USERS, "ID number", "idnumber", existing=[name])
    assert taken["u0", name] == 100 and taken["u1", name] is None


@pytest.mark.parametrize("out_of", [None, 10.0, 20.0, AS_POINTS])
def test_grades_are_out_of_what_was_asked_for(out_of, write):
    marked = Earned({"ada": {"L01.area": 1.0, "L01.units": 0.0}})
    data, _ = write("moodle", None, marked, L01, out_of=out_of)
    worth = {None: 100.0, AS_POINTS: MOST["L01.area"] + MOST["L01.units"]}.get(out_of, out_of)
    row = next(csv.DictReader(io.StringIO(data.decode())))
    assert float(row["L01 hhlab"]) == pytest.approx(worth / (MOST["L01.area"] + MOST["L01.units"]), abs=0.005)


def test_points_above_what_moodle_takes_are_named():
    said = "Moodle refuses grades above 100, unless the site allows them."
    assert to_import("moodle", None, Wishes(out_of=120.0))[1:] == [said]
    assert to_import("canvas", None, Wishes(out_of=120.0)) == []


def test_a_teachers_column_holds_everything(write):
    data, _ = write("moodle", None, full("ada"), L01 + L02, column="Physiology, 1")
    assert data.decode().splitlines()[0] == 'ID number,"Physiology, 1","Physiology, 1 (Feedback)"'


def test_nothing_answered_is_no_grade_unless_zeros_are_wanted_and_what_waits_is_never_one(write):
    roster = {one: Student(one) for one in ("did", "waits", "nothing", "absent")}
    marked = Earned(
        {"did": {"L01.area": 1.0}, "waits": {"L01.area": 1.0, "L01.twenty-one": None}, "nothing": {}}
    )
    ids = ["L01.area", "L01.twenty-one"]
    for zeros, none in ((False, "-"), (True, "0")):
        data, _ = write("moodle", roster, marked, ids, zeros=zeros)
        got = {row["ID number"]: row["L01 hhlab"] for row in csv.DictReader(io.StringIO(data.decode()))}
        assert got["waits"] == "-" and float(got["did"]) > 0
        assert got["nothing"] == got["absent"] == none


WORKSHEETS = {
    # identifier, name, e-mail, status, grade, maximum, may it change, last modified, comments; participant
    "en": (
        "Identifier", "Full name", "Email address", "Status", "Grade", "Maximum grade",
        "Grade can be changed", "Last modified (grade)", "Feedback comments", "Participant ",
    ),
    "de": (
        "ID", "Vollständiger Name", "E-Mail-Adresse", "Status", "Bewertung", "Bestwertung",
        "Bewertung kann geändert werden", "Zuletzt geändert (Bewertung)", "Feedback als Kommentar",
        "Teilnehmer/in",
    ),
    "fr": (
        "Identifiant", "Nom complet", "Adresse de courriel", "Statut", "Note", "Note maximale",
        "La note peut être modifiée", "Dernière modification (note)", "Feedback par commentaires",
        "Participant",
    ),
    "es": (
        "Identificador", "Nombre completo", "Dirección de correo", "Estado", "Calificación",
        "Calificación máxima", "La calificación puede ser cambiada", "Última modificación (calificación)",
        "Comentarios de retroalimentación", "Participante",
    ),
    "it": (
        "Identificativo", "Nome e cognome", "Indirizzo email", "Stato", "Valutazione",
        "Valutazione massima", "La valutazione può essere cambiata", "Ultima modifica (valutazione)",
        "Commenti", "Partecipante",
    ),
    "nl": (
        "Identificatie", "Volledige naam", "E-mailadres", "Status", "Cijfer", "Maximumcijfer",
        "Cijfer kan gewijzigd worden", "Laatst gewijzigd (cijfer)", "Feedback", "Deelnemer",
    ),
    "pt": (
        "Identificador", "Nome completo", "Endereço de e-mail", "Estado", "Nota", "Nota máxima",
        "A nota pode ser alterada", "Última modificação (nota)", "Comentários de feedback", "Participante",
    ),
}  # fmt: skip


@pytest.mark.parametrize("language", WORKSHEETS)
def test_moodles_worksheet_comes_back_filled(language, read, write):
    *head, participant = WORKSHEETS[language]
    rows = [
        [f"{participant}11", "Ada Lovelace", "ada@x", "", "", "10,00", "Yes", "-", ""],
        [f"{participant}12", "Zoë B", "zoe@x", "", "7,50", "10,00", "Yes", "Monday", "Well done"],
        [f"{participant}13", "Cy D", "cy@x", "", "3,00", "10,00", "Yes", "Monday", "Right: old."],
        [f"{participant}14", "Di E", "di@x", "", "", "10,00", "Yes", "-", "Come and see me"],
    ]
    roster = read(table([head, *rows]))
    assert list(roster) == ["ada@x", "zoe@x", "cy@x", "di@x"]
    assert roster.uploaded_by(Uploader("Somebody", "12")).id == "zoe@x"
    marked = full("ada@x", "cy@x", "di@x")
    marked.marks["cy@x"] = {"L01.area": 0.0}
    marked.codes["cy@x"] = {"L01.area": "units"}
    data, _ = write("moodle", roster, marked, L01)
    words = (head[0], head[4], head[7], head[8], participant)
    participants = {"11": "ada", "12": "zoe", "13": "cy", "14": "di"}
    grades, comments = lms.moodle_worksheet(data, participants, words, most=10)
    assert grades == {"ada": 10, "zoe": 7.5, "cy": 0, "di": 10}
    titles = [exercises()[one].title for one in L01]
    assert comments["ada"] == f"Right: {titles[0]}; {titles[1]}."
    assert (comments["zoe"], comments["di"]) == ("Well done", "Come and see me")
    assert comments["cy"] == f"Not yet: {titles[0]} (wrong by a power of ten). Not answered: {titles[1]}."
    assert data.decode().splitlines()[0] == table([head]).strip()


def test_an_anonymous_worksheet_knows_its_participants_by_number(read):
    roster = read(
        "Identifier,Status,Grade,Grade can be changed,Last modified (grade)\nParticipant 11,,,Yes,-\n"
    )
    assert roster.uploaded_by(Uploader("Participant", "11")).id == "Participant 11"
    assert roster.uploaded_by(Uploader("Participant", "1")) is None


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_canvas_imports_what_is_written_for_it(delimiter, read, write):
    roster = read(table(CANVAS, delimiter), "SIS Login ID")
    marked = full("ada", "eve", "nobody")
    data, notes = write("canvas", roster, marked, L01 + L02)
    rows = list(csv.reader(io.StringIO(data.decode()), delimiter=delimiter))
    assert rows[0] == [*CANVAS[0][:6], "L02 hhlab"]
    assert [row[:5] for row in rows[2:]] == [row[:5] for row in CANVAS[3:6]]
    found, points = lms.canvas(data, CANVAS_STUDENTS, {1234: "L01 Spike"})
    assert points == {"L01 Spike": "10", "L02 hhlab": f"{MOST['L02.size']:g}"}
    assert found == {
        (7001, "L01 Spike"): "10", (7001, "L02 hhlab"): f"{MOST['L02.size']:g}",
        # not marked: what Canvas has stays
        (7002, "L01 Spike"): "4", (7002, "L02 hhlab"): "",
        (7003, "L01 Spike"): "EX", (7003, "L02 hhlab"): f"{MOST['L02.size']:g}",
    }  # fmt: skip
    assert notes == [("nobody", "not on the roster, and not in the file for Canvas")]


def test_two_lessons_are_two_columns_of_canvas(read, write):
    roster = read(table(CANVAS), "SIS Login ID")
    heads = {write("canvas", roster, full("ada"), ids)[0].decode().splitlines()[0] for ids in (L01, L02)}
    assert {head.rpartition(",")[2] for head in heads} == {"L01 Spike (1234)", "L02 hhlab"}


def test_canvas_finds_by_login_whom_a_plain_list_names(write):
    data, _ = write("canvas", {"zoe": Student("zoe", "=Z()")}, full("zoe"), L02)
    found, points = lms.canvas(data, CANVAS_STUDENTS, {})
    assert found == {(7002, "L02 hhlab"): f"{MOST['L02.size']:g}"} and points["L02 hhlab"]


@pytest.mark.parametrize(("language", "line"), [("en", "ada,,,0.5,0.5,1,0,"), ("de", "ada;;;0,5;0,5;1;0;")])
def test_a_spreadsheet_gets_the_decimals_of_its_language(language, line, write):
    data, _ = write("csv", None, Earned({"ada": {"L01.area": 0.5}}), ["L01.area"], language=language)
    assert data.decode("utf-8-sig").splitlines()[1].startswith(line)


def test_ids_stay_as_an_lms_has_them_and_formulas_do_not():
    for one in ("-m017", "+7", "@ada", "00123", "'@ada", "a,b", 'O"Neil'[:1]):
        assert safe_id(one) == one
    for one in ("=1+1", "+cmd|'/c calc'!A0", "@SUM(1)", "-2+HYPERLINK(1)", "\t=1"):
        assert safe_id(one).startswith("'")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(IDS, IDS), min_size=1, max_size=5, unique_by=lambda pair: normalised(pair[0])),
    st.sampled_from(",;\t"),
)
def test_whatever_people_are_called_every_grade_gets_where_it_belongs(people, delimiter):
    people = [pair for pair in people if pair[0] != "0"] or [("7", "seven")]
    users = [{"username": one, "idnumber": "", "email": ""} for one, _ in people]
    # a name is found before its number, and one that is no name of a person is nobody's
    students = {
        number: {"name": f"n {name}", "sortable": f"n {name}", "sis": "", "login": one}
        for number, (one, name) in enumerate(people, 100)
    }
    moodles = [["First name", "Last name", "Username"], *([name, "x", one] for one, name in people)]
    rows = [[one["name"], str(number), "", one["login"], "S"] for number, one in students.items()]
    with tempfile.TemporaryDirectory() as folder:
        path, out = Path(folder, "r.csv"), Path(folder, "out.csv")
        path.write_bytes(table(moodles, delimiter).encode())
        roster = read_roster(path, "Username")
        write_marks(out, "moodle", roster, full(*roster), L02)
        found = lms.moodle_gradebook(out.read_bytes(), users, "Username", "username", delimiter)
        graded = {user: grade for (user, name), grade in found.items() if name == "L02 hhlab"}
        assert graded == {one: 100 for one, _ in people}

        path.write_bytes(table([CANVAS[0][:5], *rows], ";" if delimiter == ";" else ",").encode())
        roster = read_roster(path, "SIS Login ID")
        write_marks(out, "canvas", roster, full(*roster), L02)
        found, _ = lms.canvas(out.read_bytes(), students, {})
        assert found == {(number, "L02 hhlab"): f"{MOST['L02.size']:g}" for number in students}


def test_a_name_that_a_student_chose_is_no_formula(read, write):
    roster = read('First name,Last name,Username\n=1+1,"@SUM(1)",ada\nJo (Erasmus),-x,bo\n')
    data, _ = write("moodle", roster, full(*roster), L02)
    rows = list(csv.reader(io.StringIO(data.decode())))
    assert [row[:3] for row in rows[1:]] == [["'=1+1", "'@SUM(1)", "ada"], ["Jo (Erasmus)", "-x", "bo"]]
    named = [[name, *row[1:]] for name, row in zip(('="=1+1"', "=1+1", "+A(1)"), CANVAS[3:], strict=False)]
    data, _ = write("canvas", read(table([CANVAS[0], *named]), "SIS Login ID"), full("ada"), L02)
    assert [row[0] for row in csv.reader(io.StringIO(data.decode()))][2:] == ['="=1+1"', "'=1+1", "'+A(1)"]


def test_what_was_quoted_in_the_list_stays_quoted_in_what_goes_back(read, write):
    roster = read("First name,Last name,Username\nAda,L,'@ada\nBo,M,-m017\n")
    assert list(roster) == ["@ada", "-m017"] and roster["@ADA"].cells[2] == "'@ada"
    data, _ = write("moodle", roster, full("@ada", "-m017"), L02)
    assert [row[2] for row in csv.reader(io.StringIO(data.decode()))] == ["Username", "'@ada", "-m017"]


# a class, from the zip to the gradebook

IDS_OF_CLASS = ["L01.area", "L01.units", "L01.twenty-one", "L02.size", "L12.myelin"]
LOGINS = [f"u{k}" for k in range(10)]


@pytest.fixture(scope="module")
def planned():
    return classes.plan(LOGINS, IDS_OF_CLASS, seed=3)


def packed(path, planned, name):
    with zipfile.ZipFile(path, "w") as archive, tempfile.TemporaryDirectory() as folder:
        classes.hand_in(Path(folder, "in"), planned)
        for k, file in enumerate(sorted(Path(folder, "in").iterdir())):
            archive.write(file, name(k, file.name))
    return path


def expected(codes, lesson):
    """Give what a plan earns in a lesson as a part of its marks; None where there is no grade yet."""
    worth = {one: marks for one, marks in classes.worth(codes).items() if one.startswith(lesson)}
    most = sum(exercises()[one].marks for one in IDS_OF_CLASS if one.startswith(lesson))
    return None if None in worth.values() or not worth else sum(worth.values()) / most


@pytest.mark.parametrize("older", [False, True])
def test_a_class_goes_from_moodle_to_moodle(older, planned, tmp_path, capsys):
    between = "_" if older else "_/"
    name = "Ann{0} Lee_{1}_assignsubmission_file{2}{3}"
    submissions = packed(
        tmp_path / "all.zip", planned, lambda k, file: name.format(k, 900 + k, between, file)
    )
    roster, out = tmp_path / "participants.csv", tmp_path / "out.csv"
    rows = [[f"Ann{k}", "Lee", f"0{k}", f"{one}@uni.eu"] for k, one in enumerate(LOGINS)]
    roster.write_bytes(
        table([HEADS["de"], *rows, ["Absent", "Lee", "077", "absent@uni.eu"]]).encode("utf-8-sig")
    )
    arguments = [submissions, "--roster", roster, "--out", out, "--format", "moodle", "--quiet"]
    arguments += ["--only", *IDS_OF_CLASS]
    assert main([str(one) for one in arguments]) == 3
    said = capsys.readouterr().out
    # files are signed with what stands before the @
    assert "“Map from: E-Mail-Adresse”" in said
    listed = [
        line for line in said.splitlines() if line.startswith("irregular") and "nothing tells" not in line
    ]
    assert listed == ["irregular: absent@uni.eu: nothing handed in"]
    users = [{"username": row[3], "idnumber": row[2], "email": row[3]} for row in rows]
    users.append({"username": "absent@uni.eu", "idnumber": "077", "email": "absent@uni.eu"})
    taken = lms.moodle_gradebook(out.read_bytes(), users, "E-Mail-Adresse", "email")
    for lesson in ("L01", "L02"):
        for login, codes in planned.items():
            part = expected(codes, lesson)
            grade = taken.get((f"{login}@uni.eu", f"{lesson} hhlab"))
            assert grade == (None if part is None else pytest.approx(100 * part, abs=0.01)), (login, lesson)
    assert ("absent@uni.eu", "L01 hhlab") not in taken


def test_a_class_goes_from_canvas_to_canvas(planned, tmp_path, capsys):
    submissions = packed(
        tmp_path / "all.zip", planned, lambda k, file: f"leeann{k}_{7000 + k}_{90 + k}_{file}"
    )
    roster, out = tmp_path / "gradebook.csv", tmp_path / "out.csv"
    rows = [[f"Lee, Ann{k}", str(7000 + k), f"s{k}", one, "S1", "", "", ""] for k, one in enumerate(LOGINS)]
    roster.write_bytes(table([*CANVAS[:3], *rows, CANVAS[-1]]).encode())
    arguments = [submissions, "--roster", roster, "--out", out, "--format", "canvas", "--quiet"]
    arguments += ["--only", *IDS_OF_CLASS]
    assert main([str(one) for one in arguments]) == 3
    said = capsys.readouterr().out
    assert not [
        line for line in said.splitlines() if line.startswith("irregular") and "nothing tells" not in line
    ]
    students = {
        int(row[1]): {"name": row[0], "sortable": row[0], "sis": row[2], "login": row[3]} for row in rows
    }
    found, points = lms.canvas(out.read_bytes(), students, {1234: "L01 Spike"})
    for k, codes in enumerate(planned.values()):
        for title, lesson in (("L01 Spike", "L01"), ("L02 hhlab", "L02")):
            part, grade = expected(codes, lesson), found[7000 + k, title]
            assert (float(grade) if grade else None) == (
                None if part is None else pytest.approx(part * float(points[title]), abs=0.01)
            )


def test_what_full_marks_are_worth_is_a_number_or_points(capsys):
    for text in ("0", "-1", "ten", "inf", "nan", ""):
        with pytest.raises(SystemExit):
            main(["x", "--out-of", text])
        assert "neither a number above 0" in capsys.readouterr().err
