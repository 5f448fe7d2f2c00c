"""What NEURON's MOD compilers complain about, in one sentence with its line and, where known, the remedy."""

import re
from difflib import get_close_matches

from .slips import in_message, in_text
from .text import code, line_at

_AT_LINE = re.compile(r"at line (\d+) in file")
_CPP_ERROR = re.compile(r"error: (.*)")
_UNDECLARED = re.compile(r"error: ['‘](?:_l)?(\w+)['’] (?:was not declared|undeclared)")
_EQUATION = r"\w+'\s*="
_CHATTER = re.compile(
    r"^(Translating|Checking|Thread Safe|Notice|make: |Traceback|subprocess|WARNING| Multistep|\s*\^|units:$)"
)
_RUN_TOGETHER = re.compile(
    r"(?<=\w)(must be|can't be|cannot be|is a |is conserved|gets a|doesn't|not a |only )"
)
_INSTEAD = {
    "pi": "Define it in UNITS: PI = (pi) (1)",
    "e": "The exponential is exp(x)",
    "print": 'Write printf("%g\\n", x)',
    "ln": "Write log(x)",
}


def explained(output, model, own, name):
    """Give what the compilers printed about MOD text as a sentence and the line that it is about.

    Parameters
    ----------
    output : str
        What ``nrnivmodl`` or ``modlunit`` printed.
    model : Source
    own, name : str
        The name of the mechanism in the text, and the one that the compilers were given.
    """
    output = output.replace(name, own)
    at_line, undeclared, cpp = (find.search(output) for find in (_AT_LINE, _UNDECLARED, _CPP_ERROR))
    if at_line:
        sentence, number = _remedy(_complaint(output[: at_line.start()]), int(at_line[1]), model.text)
    elif "difeq_yyerror" in output:
        # the translator ends here without a word
        sentence = "NEURON cannot solve this equation. Write it as x' = (xinf - x) / xtau"
        number = _first(_EQUATION, model.text)
    elif "set_inside_func" in output:
        sentence, number = _of_twice(model.text)
    elif undeclared:
        sentence, number = _of_undeclared(undeclared[1], model.text)
    elif cpp:
        sentence, number = _of_cpp(cpp[1], model.text)
    else:
        sentence, number = "NEURON cannot translate it:\n" + _last_lines(output), None
    marked = re.search(r"^.*<<ERROR>>.*$", output, re.MULTILINE)  # modlunit says where in the line
    if marked and at_line and number == int(at_line[1]):
        return pointed(own, sentence, number, model, marked[0])
    return pointed(own, sentence, number, model)


def pointed(own, sentence, number, model, marked=None):
    """Give a sentence about a line of a model, and the line under it; the translator often names the next."""
    sentence = sentence if sentence.endswith("?") else sentence.rstrip(" .") + "."
    if number is None or not 1 <= number <= len(model.places):
        return f"{own}: {sentence}"
    lines = model.text.split("\n")
    file, there = model.places[number - 1]
    where = f"{file}, line {there}" if file else f"line {there}"
    shown = [(model.places[i][1], lines[i]) for i in range(max(0, number - 2), number)]
    if marked:
        shown[-1] = (there, marked)
    return "\n".join([f"{own}, {where}: {sentence}", *(f"{i:>6} | {line[:110]}" for i, line in shown)])


def _complaint(output):
    lines = [line for line in output.splitlines() if line.strip() and not _CHATTER.match(line)]
    # modlunit indents the two units that do not agree
    units = " and ".join(line.strip() for line in lines if line.startswith("\t"))
    text = " ".join(line.strip() for line in lines if not line.startswith("\t"))
    text += f" ({units})" if units else ""
    return re.sub(r"\b(units:|syntax error:|Error:)\s*", "", text).strip(" .")


def _remedy(complaint, number, text):
    """Give the sentence and the line of the slip behind a complaint, or else the complaint itself."""
    vague = in_message(complaint, text, number, vague=True)
    known = in_message(complaint, text, number) or (vague and (in_text(text, number, complaint) or vague))
    return known or (_RUN_TOGETHER.sub(r" \1", complaint), number)


def _of_twice(text):
    seen = set()
    for found in re.finditer(r"\b(?:FUNCTION|PROCEDURE)\s+(\w+)", code(text)):
        if found[1] in seen:
            return f"{found[1]} is defined twice", line_at(text, found.end())
        seen.add(found[1])
    return "A FUNCTION or PROCEDURE is defined twice", None


def _of_undeclared(word, text):
    bare = code(text)
    number = _first(rf"\b{word}\b", text)
    called = re.search(rf"\b{word}\s*\(", bare)
    ion = re.search(rf"\bUSEION\s+(\w+)[^{{}}]{{0,500}}?\b{word}\b", bare)
    near = get_close_matches(word, set(re.findall(r"\b[A-Za-z]\w*\b", bare)) - {word}, n=1, cutoff=0.75)
    sentence = f"{word} is not declared"
    if called:
        sentence = f"{word} is called, but there is no FUNCTION or PROCEDURE {word}"
    if word in _INSTEAD:
        return f"{sentence}. {_INSTEAD[word]}", number
    if ion and word in (f"e{ion[1]}", f"i{ion[1]}", f"{ion[1]}i", f"{ion[1]}o"):
        return f"{sentence}. What USEION reads or writes stands in ASSIGNED too", number
    if near:
        return f"{sentence}. Do you mean {near[0]}?", number
    return (sentence if called else f"{sentence}. Name it in PARAMETER, ASSIGNED, STATE or LOCAL"), number


def _of_cpp(complaint, text):
    called = re.search(r"too (few|many) arguments to function .*?(\w+)\(", complaint)
    if called:
        word = next(
            (word for word in (called[2], called[2].rpartition("_")[0]) if _first(rf"\b{word}\b", text)), ""
        )
        takes = re.search(rf"\b(?:FUNCTION|PROCEDURE|FUNCTION_TABLE)\s+{word}\s*(\([^{{}}\n]*\))", code(text))
        hint = f"; it takes {takes[1]}" if takes else ""
        number = _first(rf"(?<!FUNCTION )(?<!PROCEDURE )\b{word}\s*\(", text)
        return f"{word} is called with too {called[1]} arguments{hint}", number
    taken = re.search(r"['‘]double (\w+)0['’] redeclared", complaint)
    if taken:
        hint = f"NEURON makes {taken[1]}0 of the state {taken[1]}, and C++ has {taken[1]}0 already"
        return f"{hint}: choose another name", _first(rf"\bSTATE\s*\{{[^}}]*\b{taken[1]}\b", text)
    foreign = re.search(r"no matching function for call to ['‘](\w+)\(", complaint)
    if foreign:
        hint = ". The absolute value is fabs(x)" if foreign[1] == "abs" else ""
        return f"{foreign[1]} cannot be called so{hint}", _first(rf"\b{foreign[1]}\s*\(", text)
    word = re.search(r"['‘](?:_l)?(\w+)['’]", complaint)
    number = _first(rf"\b{word[1]}\b", text) if word else None
    whose = (
        "The C++ in VERBATIM"
        if "VERBATIM" in code(text, keep=("verbatim",))
        else "What this is translated to"
    )
    return f"{whose} does not compile: {complaint}", number


def _first(pattern, text):
    found = re.search(pattern, code(text), re.MULTILINE)
    return line_at(text, found.end()) if found else None


def _last_lines(output):
    lines = [
        line for line in output.splitlines() if not _CHATTER.match(line) and not line.startswith("  File")
    ]
    return re.sub(r"(?:/[\w.+-]+)+/", "", "\n".join(lines[-8:]))


def unloaded(reason):
    """Give in a sentence why the system did not load what was compiled."""
    missing = re.search(r"undefined symbol: (?:_Z(\d+))?(\w+)", reason)
    if missing:
        name = missing[2][: int(missing[1])] if missing[1] else missing[2]  # C++ adds the arguments to it
        return f"It uses {name}, which neither this text nor NEURON has."
    return "NEURON could not load it: " + re.sub(r"/\S+/", "", reason)
