"""What the columns of a list of students are, by their heads, in the words of LMSs and spreadsheets.

Moodle's words are those of its language packs (firstname, lastname, idnumber, email, username, fullname in
LANGUAGE/moodle.php) in English, German, French, Spanish, Italian, Dutch and Portuguese; Canvas writes its own
in English always (lib/gradebook_exporter.rb).
"""

from .tables import plain_head

HEADS = {
    "id": """
        id; student; student id; studentid; id number; idnumber; student number; sis user id; org defined id;
        id-nummer; matrikelnummer; matrikelnr; matrikel-nr; matrikel; matr.-nr; matnr; schülernummer;
        numéro d'identification; numéro d'étudiant; numéro étudiant; n° étudiant; no étudiant;
        código; número de id; número de identificación; matrícula; número de matrícula; expediente; dni;
        codice identificativo; numero di matricola; matricola;
        studentnummer; leerlingnummer; stamnummer;
        número de identificação; número de identificação (id); número id; número de aluno; n.º de aluno
    """,
    "login": """
        username; user name; user; user id; userid; login; login id; sis login id; login name; account;
        anmeldename; benutzername; nutzername; benutzer; kennung; benutzerkennung; nutzerkennung; unikennung;
        kürzel;
        nom d'utilisateur; utilisateur; identifiant;
        nombre de usuario; usuario;
        nome utente; utente;
        gebruikersnaam; gebruiker;
        nome de utilizador; utilizador; nome de usuário; usuário; identificação de usuário
    """,
    "email": """
        email; e-mail; mail; email address; e-mail address; mail address;
        e-mail-adresse; email-adresse; emailadresse; mailadresse;
        adresse de courriel; courriel; adresse e-mail; adresse électronique; adresse mail;
        dirección de correo; dirección de correo electrónico; dirección email; correo electrónico; correo;
        indirizzo email; indirizzo e-mail; indirizzo di posta elettronica;
        e-mailadres; emailadres; mailadres;
        endereço de e-mail; endereço de email; endereço de correio eletrónico; correio eletrónico
    """,
    "name": """
        name; full name; fullname; student name; display name; user full name;
        vollständiger name; ganzer name;
        nom complet; nom et prénom; nom prénom;
        nombre completo; nombre completo del usuario; nombre y apellidos; apellidos y nombre;
        nome completo; nome e cognome; cognome e nome; nominativo;
        volledige naam; naam;
        nombre; nom; nome
    """,
    "first": """
        first name; firstname; given name; forename;
        vorname; vorname(n); rufname;
        prénom; prénom(s); prenom;
        nombre; nombres; nombre(s);
        nome;
        voornaam;
        primeiro nome; nome próprio
    """,
    "last": """
        last name; lastname; surname; family name;
        nachname; familienname; name;
        nom; nom de famille;
        apellido; apellidos; apellido(s);
        cognome;
        achternaam; familienaam; naam;
        apelido; apelidos; sobrenome; último nome
    """,
    # numbers of the LMS's own, which no student knows
    "internal": "identifier; integration id; root account",
}


KNOWN = {kind: {plain_head(one) for one in heads.split(";")} for kind, heads in HEADS.items()}
EVERY = set().union(*KNOWN.values())


def is_canvas(head):
    """Say whether a head is that of Canvas's gradebook."""
    heads = [plain_head(cell) for cell in head]
    first = heads[:1] == ["student"] or heads[:2] == ["lastname", "firstname"]
    return first and {"id", "section"} <= set(heads)


def kinds(head):
    """Give what each column of a head is: one of the keys of HEADS, or ""."""
    heads = [plain_head(cell) for cell in head]
    if is_canvas(head):
        # its ID is a number of Canvas's own
        canvas = {"student": "name", "id": "internal", "section": ""}
        return [canvas[one] if one in canvas else _kind(one, set()) for one in heads]
    # "Nom" and "Prénom", but "Nom" alone; "Name" and "Vorname", but "Name" alone
    only_first = {kind for kind in ("first", "last") if any(_is_only(one, kind) for one in heads)}
    return [_kind(one, only_first) for one in heads]


def grade_place(head):
    """Give where the grades stand in Moodle's offline grading worksheet, or None if it is none.

    In every language another column says when the grade was changed, and ends with its name: "Grade" and
    "Last modified (grade)", "Bewertung" and "Zuletzt geändert (Bewertung)" (mod/assign/gradingtable.php).
    """
    return next((k for k in range(len(head)) if changed_place(head, k) is not None), None)


def changed_place(head, grade):
    """Give where that worksheet says when the grades at a place were changed, or None if none are there."""
    heads = [plain_head(cell) for cell in head]
    if grade == 0 or not heads[grade] or heads[grade] in EVERY:
        return None
    return next((k for k in range(grade + 1, len(heads)) if heads[k].endswith(f"({heads[grade]})")), None)


def _is_only(head, kind):
    return head in KNOWN[kind] and head not in KNOWN["name"]


def _kind(head, parts):
    if "last" in parts and head in KNOWN["first"]:
        return "first"
    if "first" in parts and head in KNOWN["last"]:
        return "last"
    order = ("id", "login", "email", "name", "first", "last", "internal")
    return next((kind for kind in order if head in KNOWN[kind]), "")
