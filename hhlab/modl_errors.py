"""What NEURON's MOD compilers complain about, in one sentence and with the line."""

import re

_AT_LINE = re.compile(r"at line (\d+) in file")
_CPP_ERROR = re.compile(r"error: (.*)")
_QUOTED = re.compile(r"'(\w+)'")
_EQUATION = re.compile(r"^\s*\w+'\s*=", re.MULTILINE)
_CHATTER = re.compile(
    r"^(Translating|Checking|Thread Safe|make: |Traceback|WARNING| Multistep|\s*\^|units:$)"
)


def explained(output, text, name):
    """Give what the compilers printed about MOD text as a sentence and the line that it is about.

    Parameters
    ----------
    output : str
        What ``nrnivmodl`` or ``modlunit`` printed.
    text : str
        The MOD text.
    name : str
        The name of the mechanism.
    """
    at_line, cpp = _AT_LINE.search(output), _CPP_ERROR.search(output)
    if at_line:
        sentence, number = _complaint(output[: at_line.start()]), int(at_line[1])
    elif "difeq_yyerror" in output:
        # the translator ends here without a word
        sentence = "NEURON cannot solve this equation. Write it as x' = (xinf - x) / xtau"
        number = _line_of(_EQUATION, text)
    elif cpp:
        word = _QUOTED.search(cpp[1])
        number = _line_of(re.compile(rf"\b{word[1]}\b"), text) if word else None
        undeclared = "not declared" in cpp[1] or "undeclared" in cpp[1]
        sentence = f"{word[1]} is not declared" if word and undeclared else cpp[1]
    else:
        sentence, number = "NEURON cannot translate it:\n" + "\n".join(output.splitlines()[-15:]), None
    if number is None or not 1 <= number <= text.count("\n") + 1:
        return f"{name}: {sentence}"
    # the translator often notices on the line after
    shown = list(enumerate(text.splitlines(), start=1))[max(0, number - 2) : number]
    marked = re.search(r"^.*<<ERROR>>.*$", output, re.MULTILINE)
    if marked:  # modlunit says where in the line
        shown[-1] = (number, marked[0])
    return "\n".join([f"{name}, line {number}: {sentence}.", *(f"{i:>6} | {line}" for i, line in shown)])


def _complaint(output):
    lines = [line for line in output.splitlines() if line.strip() and not _CHATTER.match(line)]
    # modlunit indents the two units that do not agree
    units = " and ".join(line.strip() for line in lines if line.startswith("\t"))
    text = " ".join(line.strip() for line in lines[-3:] if not line.startswith("\t"))
    text += f" ({units})" if units else ""
    return re.sub(r"\b(units:|syntax error:|Error:)\s*", "", text).strip(" .") or "NEURON cannot read this"


def _line_of(pattern, text):
    found = pattern.search(text)
    return text[: found.end()].count("\n") + 1 if found else None
