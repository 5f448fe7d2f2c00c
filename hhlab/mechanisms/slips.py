"""Slips that one makes in MOD text, and what to write instead.

They are looked for only when a text does not compile.
"""

import re

from .shape import BLOCKS, braces, brackets, misspelt
from .text import code, line_at, unclosed

NEAR = 4  # lines of code: the translator may go on a little before it stumbles
_OPENS = rf"(?:{'|'.join(BLOCKS)})"
_NAMES = r"\b(SUFFIX|POINT_PROCESS|ARTIFICIAL_CELL)\b"
_LISTS = r"\b(RANGE|GLOBAL|LOCAL|POINTER|NONSPECIFIC_CURRENT|ELECTRODE_CURRENT|EXTERNAL)\b"
_NEXT = r"(?=[A-Z_]{5,}\b|\})"  # of a NEURON block
_WORDS = (
    r"\b(METHOD|STEADYSTATE|FROM|TO|BY|WITH|START|STEP|DEPEND|TABLE|SWEEP|LAG|VS|DEL|DEL2|INT|WATCH|READ|WRITE|"
    r"VALENCE|CHARGE|RANDOM|EQUATION|CONSERVE|DEFINE)\b"
)
_LOWER = (
    r"\b(suffix|point_process|artificial_cell|useion|nonspecific_current|range|solve|local|title|comment|unitson|"
    rf"unitsoff|(?:{'|'.join(BLOCKS).lower()})(?=\s*\w*\s*\{{))\b"
)
_GROUP = r"\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)"
# what is found in code, and what to say of it; {0} is the whole of it, {1} and {2} are its groups
_IN_CODE = [
    (r"\*\*", "A power is written with ^, as in n^4, and not with **"),
    (r"#|//|/\*|%", "A comment begins with a colon, :, and not with {0}"),
    (r"\b(\w+)\s*([-+*/])=", "There is no {2}= here: write {1} = {1} {2} (...)"),
    (r"\bdef\b", "A function is written FUNCTION name(x) {{ ... }}, and not with def"),
    (r"\breturn\b", "There is no return: a FUNCTION gives what is assigned to its own name"),
    (r"\belif\b", "Write else if, and not elif"),
    (r"[<>=][^\n]*\band\b", "Write &&, and not and"),
    (r"[<>=][^\n]*\bor\b", "Write ||, and not or"),
    (r"\b(If|Else|While)\b", "if, else and while are written in small letters"),
    (r"\b(if|IF)\s*\{", "After {1} a condition in round brackets is missing"),
    (r"\bd(\w+)\s*/\s*dt\s*=", "A derivative is written {1}' = ..., and not d{1}/dt"),
    (r"[-+*/(=]\s*\^", "Before ^ stands what is raised to a power, as in n^4"),
    (r"\b(np|numpy|math|h)\.\s*\w+", "A function has no prefix here: leave out {1}."),
    (r"\bfor\b", "A loop is written FROM i = 0 TO 9 {{ ... }}, and not with for"),
    (r"\bif\s*\([^(){}=<>!]*[^=<>!]=(?!=)", "Two values are compared with ==, and not with ="),
    (r"\b(if|while)\s+[^(\s]", "A condition stands in round brackets: {1} (...) {{ ... }}"),
    (rf"\b(if|while)\s*{_GROUP}(?=\s*[^{{\s])", "What follows {1} (...) stands in braces, {{ ... }}"),
    (r"\belse\b(?!\s*if\b)(?=\s*[^{\s])", "What follows else stands in braces, {{ ... }}"),
    (r"\b(double|float|int)\s+\w+", "A variable of one block is declared with LOCAL, and not with {1}"),
    (
        rf"{_NAMES}[ \t]+(\d\w*|\w*[^\w\s{{}}][^\s{{}}]*)",
        "The name after {1} has letters, digits and _, and begins with a letter: {2} is none",
    ),
    (rf"{_NAMES}[ \t]+(\w+[ \t]+[a-z]\w*)", "The name after {1} is one word: {2} is none"),
    (rf"{_NAMES}(?=\s*\"|\s*{_NEXT})", "After {1} the name of the mechanism is missing"),
    (r"\bUSEION\s+(?:READ|WRITE)\b", "After USEION the name of the ion is missing: USEION k READ ek"),
    (rf"{_LISTS}[^\n{{}}]*=", "{1} only names variables: a value stands elsewhere"),
    (r",\s*(READ|WRITE|VALENCE|CHARGE)\b", "There is no comma before {1}"),
    (rf"{_LISTS}[^\n{{}}]{{0,500}},[ \t]*\n\s*{_NEXT}", "After the last comma of {1} a name is missing"),
    (rf"{_LISTS}[ \t]+(?:\w+[ \t]*,[ \t]*)*\w+[ \t]+[a-z_]\w*", "Commas stand between the names of {1}"),
    (rf"(?:{_LISTS}[ \t]|,)\s*{_WORDS}", "{2} is a word of the language: choose another name"),
    (rf"^[ \t]*{_WORDS}[ \t]*(?:=|\([^)\n]*\)[ \t]*$|$)", "{1} is a word of the language"),
    (_LOWER, "The words of the language are written in capitals: {1} is not"),
    (r"[^{}\s]\s*\bLOCAL\b", "LOCAL stands first in its block, before every statement"),
    (r"\bMETHOD\s+(?!(?:cnexp|derivimplicit|sparse|euler|runge|newton|simeq|after_cvode|cvode_t)\b)(\w+)",
     "There is no method {1}: cnexp or derivimplicit solve a DERIVATIVE, sparse solves a KINETIC"),
    (rf"^[ \t]*({_OPENS})\b[^\n{{]*$(?=\s*[^\s{{])", "After {1} a {{ is missing"),
    (r"(?:=\s*-?\d+|\b0),\d", "Decimals are written with a point, and not with a comma"),
    (r";", "A statement ends with its line, without a semicolon"),
]  # fmt: skip
# the same where nothing else is found
_LAST = [(r"=[^=\n]*[\w)][ \t]+[A-Za-z]\w*", "Between two values a sign such as * is missing")]
_IN_PARAMETER = [
    (r"=[^\n(=]*\[", "A unit stands in round brackets, as in (S/cm2)"),
    (
        r"=[ \t]*[-\d.eE+]+[ \t]*[-+*/^]",
        "A PARAMETER is one number, as in 3.6e-2: nothing is worked out there",
    ),
    (r"=[ \t]*[-\d.eE+]+[ \t]*[A-Za-z]+", "A unit stands in round brackets, as in (S/cm2)"),
]
# what the translator says, what to say instead, and what to point at, if not at the line that it names
_IN_MESSAGE = [
    (
        r"No derivative equations",
        "No derivative equations in DERIVATIVE block: write x' = ..., with the '",
        "",
    ),
    (
        r"(\w+)'is used but its corresponding STATE",
        "There is an equation {1}' = ..., but no {1} in STATE",
        r"\b{1}'",
    ),
    (
        r"(\w+) must have the units,? (\S+?),? instead",
        "{1} must be declared with the unit ({2})",
        r"^[ \t]*{1}\b",
    ),
    (r"(\w+?)must be declared as a state", "There is an equation {1}' = ..., but no {1} in STATE", r"\b{1}'"),
    (r"Multiple declaration of (\w+)", "{1} is declared twice", r"^[ \t]*{1}\b"),
    (
        r"Method (\w+) can't be used with Block (\w+)",
        "There is no block {2} that {1} can solve: cnexp or derivimplicit solve a DERIVATIVE",
        r"\bSOLVE\s+{2}\b",
    ),
    (
        r"(\w+?)\s?is a special NEURON variable",
        "{1} is NEURON's own, and is not assigned here",
        r"\b{1}\s*=[^=]",
    ),
    (r"(\w+) is a RESERVED WORD", "NEURON has {1} already: choose another name", r"\b{1}\b"),
    (r"(\w+) is a \w+ \1 is a INDEPENDENT", "{1} is NEURON's own, and is not declared here", r"^[ \t]*{1}\b"),
    (r"(\w+) is a (\w+) \1 is a (\w+)", "{1} is declared as {2} and as {3}", r"\b{1}\b"),
    (
        r"Cannot recognize the (?:units: )?(\S+)",
        "NEURON knows no unit {1}: define it in UNITS, or mend it",
        r"\([^)]*{1}",
    ),
    (
        r"(\w+) is not a valid ionic variable for (\w+)",
        "{1} is not a valid ionic variable for {2}; there are e{2}, i{2}, {2}i and {2}o",
        r"\bUSEION\s+{2}\b",
    ),
    (r"(COMMENT|VERBATIM) ?block goes to end", "{1} has no END{1} at the beginning of a line", r"\b{1}\b"),
    (r"no closing '\)'", "A ) is missing", ""),
    (r"needs an index", "An array needs an index, as in x[0]", ""),
    (r"is not an array", "This is declared without [ ]: it takes no index", ""),
    (
        r"merging of neuron models",
        "An ion has one USEION, with READ and WRITE in the same line",
        r"\bUSEION\b",
    ),
    (r"celcius should", "celcius should be spelled celsius", r"\bcelcius\b"),
    (r"NET_RECEIVE can only", "NET_RECEIVE can only exist in a POINT_PROCESS", r"\bNET_RECEIVE\b"),
    (r"(\w+) is a STATE variable and", "{1} is in STATE, and cannot be GLOBAL", r"\bGLOBAL\b[^{{}}]*\b{1}\b"),
    (r"Warning: (\w+) undefined", "{1} is not declared", r"\b{1}\b"),
]
_VAGUE = [
    (r"name = number", "In PARAMETER a line is: name = number (unit)", ""),
    (r"name FROM number TO", "In ASSIGNED and STATE a line is a name and its unit, without = and number", ""),
    (r"Unit (?:definition|factor) syntax", "A unit is defined as in (mV) = (millivolt)", ""),
    (r"TABLE \[list\]", "TABLE is written as in TABLE ninf, ntau FROM -100 TO 100 WITH 200", ""),
    (r"syntax is: USEION", "USEION is written as in USEION k READ ek WRITE ik", ""),
    (r"Illegal \w+", "{0}: NEURON cannot read this, or something is missing before it", ""),
    (r"syntax|^$", "NEURON cannot read this, or something is missing before it", ""),
]


def in_text(text, number, complaint=""):
    """Give the sentence and the line of a slip where the compiler stumbles or just before, or None."""
    bare = code(text)
    lines = bare.split("\n")
    near = [i for i in range(min(number, len(lines)), 0, -1) if lines[i - 1].strip()][:NEAR]
    if "name = number" in complaint and (found := _found(_IN_PARAMETER, bare, near[:1])):
        return found
    for line in near:
        if found := _found(_IN_CODE, bare, [line]):
            return found
        if sentence := misspelt(lines[line - 1]) or (line in near[:2] and brackets(lines[line - 1])):
            return sentence, line
    if '"' in bare:
        return 'This " has no partner', line_at(bare, bare.index('"'))
    return braces(bare) or _found(_LAST, bare, near[:2])


def in_message(complaint, text, number, vague=False):
    """Give the sentence and the line of what a complaint of the translator means, or None."""
    for pattern, sentence, place in _VAGUE if vague else _IN_MESSAGE:
        if found := re.search(pattern, complaint):
            words = (found[0], *found.groups())
            places = re.finditer(place.format(*words), code(text), re.MULTILINE) if place else ()
            lines = [line_at(text, found.end()) for found in places]
            before = [line for line in lines if line <= number]
            return sentence.format(*words), (before[-1:] or lines[:1] or [number])[0]
    return None


def nameless(text):
    """Give the sentence and the line of why a text names no mechanism, or None where it does not even try."""
    for word, line in unclosed(text):
        return f"{word} has no END{word} at the beginning of a line", line
    found = re.search(r"\b(?:SUFFIX|POINT_PROCESS|ARTIFICIAL_CELL)\b", code(text), re.IGNORECASE)
    return _found(_IN_CODE, code(text), [line_at(text, found.end())]) if found else None


def _found(table, bare, lines):
    """Give the sentence and the line of what the table first finds to begin or end in some lines, or None."""
    if not lines:
        return None
    ends = [0, *(end.end() for end in re.finditer("\n", bare)), len(bare)]
    start, end = ends[max(0, min(lines) - NEAR)], ends[min(max(lines) + NEAR, len(ends) - 1)]
    for pattern, sentence in table:
        for found in re.compile(pattern, re.MULTILINE).finditer(bare, start, end):
            for line in (line_at(bare, found.start()), line_at(bare, found.end())):
                if line in lines:
                    return sentence.format(found[0], *found.groups()), line
    return None
