"""A slip in MOD text is answered with its line and a remedy, never with the compiler's own words alone."""

import re
from pathlib import Path

import pytest

from hhlab import MechanismError, check_units, compile_mechanism

TEXT = (Path(__file__).parents[2] / "notebooks" / "mechanisms" / "khh.mod").read_text(encoding="utf-8")
# what is written, what is written instead, the line, and what is said; each once in khh.mod
SLIPS = [
    ("gkbar = 0.036 (S", "gkbar = 0,036 (S", 16, "Decimals are written with a point"),
    ("beta = 0.125", "beta = 0,125", 52, "Decimals are written with a point"),
    ("n^4", "n**4", 39, "A power is written with ^"),
    ("gkbar * n^4", "gkbar * ^n4", 39, "Before ^ stands what is raised"),
    (": x / (exp(x", "# x / (exp(x", 58, "A comment begins with a colon, :, and not with #"),
    (": x / (exp(x", "// x / (exp(x", 58, "A comment begins with a colon, :, and not with //"),
    (": x / (exp(x", "% x / (exp(x", 58, "A comment begins with a colon, :, and not with %"),
    (": x / (exp(x", "/* x */ : (exp(x", 58, "A comment begins with a colon"),
    ("(alpha + beta)\n    ntau", "(alpha + beta) // sum\n    ntau", 53, "A comment begins with a colon"),
    ("0.036 (S/cm2)", "0.036 (S/cm2) # maximum", 16, "A comment begins with a colon"),
    ("vtrap(-(v + 55), 10)", "vtrap(-(v + 55, 10)", 51, "A ) is missing"),
    ("(v - ek)", "(v - ek", 39, "A ) is missing"),
    ("(v - ek)", "(v - ek))", 39, "A ( is missing"),
    ("RANGE gkbar\n}", "RANGE gkbar\n", 9, "A } is missing: what began in line 3"),
    ("(S/cm2)\n}", "(S/cm2)\n", 19, "A } is missing: what began in line 15"),
    ("    n\n}", "    n\n", 32, "A } is missing: what began in line 28"),
    ("(v - ek)\n}", "(v - ek)\n", 42, "A } is missing: what began in line 37"),
    ("- 1)\n    }\n}", "- 1)\n    }\n", 64, "A } is missing: what began in line 59"),
    ("    n\n}", "    n\n}}", 30, "This } closes nothing"),
    ("STATE {", "STATE", 28, "After STATE a { is missing"),
    ("0.036 (S/cm2)", "0.036 [S/cm2]", 16, "A unit stands in round brackets"),
    ("0.036 (S/cm2)", "0.036 S/cm2", 16, "A unit stands in round brackets"),
    ("0.036 (S/cm2)", "36 (mS/cm2", 16, "A ) is missing"),
    ("gkbar = 0.036", "gkbar = 3.6*10^-2", 16, "A PARAMETER is one number, as in 3.6e-2"),
    ("gkbar = 0.036", "gkbar =", 16, "In PARAMETER a line is: name = number (unit)"),
    ("    ninf\n", "    ninf = 0\n", 24, "In ASSIGNED and STATE a line is a name and its unit"),
    ("    n\n}", "    n = 0\n}", 29, "In ASSIGNED and STATE a line is a name and its unit"),
    ("(mV) = (millivolt)", "(mV) = (milivolt)", 10, "NEURON knows no unit milivolt"),
    ("(mV) = (millivolt)", "mV = millivolt", 10, "A unit is defined as in (mV) = (millivolt)"),
    ("SUFFIX khh", "SUFFIX my-channel", 4, "The name after SUFFIX has letters, digits and _"),
    ("SUFFIX khh", "SUFFIX 2khh", 4, "The name after SUFFIX has letters, digits and _"),
    ("SUFFIX khh", "SUFFIX my channel", 4, "The name after SUFFIX is one word"),
    ("SUFFIX khh", "SUFFIX", 4, "After SUFFIX the name of the mechanism is missing"),
    ("SUFFIX khh", 'SUFFIX "khh"', 4, "After SUFFIX the name of the mechanism is missing"),
    ("SUFFIX khh", "suffix khh", 4, "written in capitals"),
    ("SUFFIX khh", f"SUFFIX {'k' * 300}", None, "The mechanism's name has 300 letters"),
    ("BREAKPOINT {", "breakpoint {", 37, "written in capitals"),
    ("ASSIGNED {", "ASIGNED {", 19, "There is no block ASIGNED. Do you mean ASSIGNED?"),
    ("DERIVATIVE states", "DERIVATE states", 42, "Do you mean DERIVATIVE?"),
    ("USEION k READ", "USEION READ", 5, "After USEION the name of the ion is missing"),
    ("READ ek WRITE", "READ ek, WRITE", 5, "There is no comma before WRITE"),
    ("WRITE ik", "WRITE ika", 5, "ika is not a valid ionic variable for k; there are ek, ik, ki and ko"),
    ("RANGE gkbar", "RANGE gkbar ninf", 6, "Commas stand between the names of RANGE"),
    ("RANGE gkbar", "RANGE gkbar,", 7, "After the last comma of RANGE a name is missing"),
    ("RANGE gkbar", "RANGE STEP", 6, "STEP is a word of the language"),
    ("    ninf\n", "    FROM\n", 24, "FROM is a word of the language"),
    ("STATE {\n    n\n}\n", "", 41, "There is an equation n' = ..., but no n in STATE"),
    ("n' = (", "m' = (", 44, "There is an equation m' = ..., but no m in STATE"),
    ("n' = (", "n = (", 45, "No derivative equations in DERIVATIVE block: write x' = ..."),
    ("n' = (", "dn/dt = (", 44, "A derivative is written n' = ..., and not dn/dt"),
    ("n' = (", "n’ = (", 44, "NEURON does not read ’ (right single quotation mark): type '"),
    ("SOLVE states", "SOLVE state", 38, "There is no block state that cnexp can solve"),
    ("METHOD cnexp", "METHOD rk4", 38, "There is no method rk4: cnexp or derivimplicit"),
    ("gkbar * n^4", "gkbarr * n^4", 39, "gkbarr is not declared. Do you mean gkbar?"),
    ("    ninf\n", "", 33, "ninf is not declared. Name it in PARAMETER, ASSIGNED, STATE or LOCAL"),
    ("    ek (mV)\n", "", 5, "ek is not declared. What USEION reads or writes stands in ASSIGNED too"),
    ("    ik (mA/cm2)\n", "", 5, "ik is not declared. What USEION reads or writes"),
    ("    ninf\n", "    ninf\n    gkbar (S/cm2)\n", 25, "gkbar is declared twice"),
    ("    LOCAL alpha, beta, q10\n", "", 49, "q10 is not declared"),
    ("LOCAL alpha, beta, q10", "LOCAL alpha beta q10", 48, "Commas stand between the names of LOCAL"),
    ("LOCAL alpha, beta, q10", "double alpha, beta, q10", 48, "declared with LOCAL, and not with double"),
    ("    UNITSOFF\n", "    UNITSOFF\n    LOCAL z\n", 50, "LOCAL stands first in its block"),
    (
        "    rates(v)\n    n = ninf",
        "    rate(v)\n    n = ninf",
        33,
        "no FUNCTION or PROCEDURE rate. Do you mean",
    ),
    (
        "vtrap(-(v + 55), 10)",
        "vtrap(-(v + 55))",
        51,
        "too few arguments; it takes (x, y)",
    ),
    (
        "if (fabs(x / y) < 1e-6) {",
        "if fabs(x / y) < 1e-6 {",
        60,
        "A condition stands in round brackets: if (...)",
    ),
    ("if (fabs(x / y) < 1e-6) {", "if (x = 0) {", 60, "Two values are compared with =="),
    ("< 1e-6) {", "< 1e-6 and x > 0) {", 60, "Write &&, and not and"),
    ("} else {", "} elif (x > 3) {\n vtrap = 0\n } else {", 62, "Write else if, and not elif"),
    (
        "if (fabs(x / y) < 1e-6) {\n",
        "if (fabs(x / y) < 1e-6)\n",
        60,
        "What follows if (...) stands in braces",
    ),
    (
        "    ninf = alpha",
        "    alpha += 1\n    ninf = alpha",
        53,
        "There is no += here: write alpha = alpha + (...)",
    ),
    ("FUNCTION vtrap(x, y) {", "def vtrap(x, y):", 59, "A function is written FUNCTION name(x) { ... }"),
    ("FUNCTION vtrap(x, y) {", "FUNCTION vtrap(x, y):", 59, "After FUNCTION a { is missing"),
    (
        "vtrap = y * (1",
        "return y * (1",
        61,
        "There is no return: a FUNCTION gives what is assigned to its own",
    ),
    ("    UNITSOFF\n", "    for (i=0;i<3;i++) { ninf = 0 }\n", 49, "A loop is written FROM i = 0 TO 9"),
    ("n = ninf\n", "n = ninf;\n", 34, "A statement ends with its line, without a semicolon"),
    ("n = ninf\n", "t = ninf\n", 34, "t is NEURON's own, and is not assigned here"),
    ("    ninf\n", "    ninf\n    t (ms)\n", 25, "t is NEURON's own, and is not declared here"),
    ("    ninf\n", "    ninf\n    sin (ms)\n", 25, "NEURON has sin already: choose another name"),
    ("exp(-(v + 65) / 80)", "e^(-(v + 65) / 80)", 52, "e is not declared. The exponential is exp(x)"),
    ("exp(-(v + 65) / 80)", "np.exp(-(v + 65) / 80)", 52, "A function has no prefix here: leave out np"),
    ("gkbar * n^4", "gkbar n^4", 39, "Between two values a sign such as * is missing"),
    ("alpha / (alpha + beta)", "alpha / (alpha  beta)", 53, "Between two values a sign such as * is missing"),
    ("gkbar = 0.036", "gkbar\u00a0= 0.036", 16, "There is an invisible letter, no-break space"),
    ("(v - ek)", "(v − ek)", 39, "NEURON does not read − (minus sign): type -"),
    ("gkbar * n^4", "gkbar × n^4", 39, "NEURON does not read × (multiplication sign): type *"),
    ("ntau (ms)", "ntau (µs)", 25, "NEURON does not read µ (micro sign): type u"),
    ("(S/cm2)\n", "(S/cm²)\n", 16, "NEURON does not read ² (superscript two): type 2"),
    (
        "    ninf = alpha",
        f"    ninf = {'1*' * 300}alpha",
        53,
        "The line has 633 letters, and NEURON reads 511",
    ),
    ("TITLE The", "COMMENT\nThe end ENDCOMMENT\nTITLE The", 1, "COMMENT has no ENDCOMMENT at the beginning"),
    ("n' = (", "n' = 3^2 * (", 44, "NEURON cannot solve this equation. Write it as x' = (xinf - x) / xtau"),
    ("TITLE The", '"TITLE The', 1, 'This " has no partner'),
    ("} else {", "} Else {", 62, "written in small letters"),
    ("RANGE gkbar", "RANGE gkbar = 1", 6, "RANGE only names variables: a value stands elsewhere"),
    ("    ninf\n", "    ninf[2]\n", 35, "An array needs an index"),
    ("    RANGE", "    USEION k READ ki\n    RANGE", 6, "An ion has one USEION"),
    ("celsius - 6.3", "celcius - 6.3", 50, "celcius should be spelled celsius"),
    ("FUNCTION vtrap", "FUNCTION rates(x) {\n}\nFUNCTION vtrap", 59, "rates is defined twice"),
    ("fabs", "abs", 60, "The absolute value is fabs(x)"),
    ("    n\n}", "    n y\n}", 29, "NEURON makes y0 of the state y"),
]


@pytest.mark.parametrize(("right", "wrong", "line", "said"), SLIPS, ids=[slip[1][:25] for slip in SLIPS])
def test_a_slip_is_answered_with_its_line_and_a_remedy(right, wrong, line, said):
    assert TEXT.count(right) >= 1
    with pytest.raises(MechanismError) as caught:
        compile_mechanism(TEXT.replace(right, wrong, 1))
    first = str(caught.value).splitlines()[0]
    assert said in first
    if line:
        assert f"line {line}: " in first
        assert str(caught.value).splitlines()[-1].startswith(f"{line:>6} | ")
    raw = r"_[0-9a-f]{8}\b|/tmp|/work|\.cpp|error:|Traceback|declared in this scope|mustbe|\w+must be"
    assert not re.search(raw, str(caught.value))


@pytest.mark.parametrize(
    ("right", "wrong", "line", "said"),
    [
        ("0.036 (S/cm2)", "36 (mS/cm2)", 16, "NEURON knows no unit mS"),
        ("n^4", "n**4", 39, "A power is written with ^"),
        ("STATE {\n    n\n}\n", "", 41, "There is an equation n' = ..., but no n in STATE"),
        ("    ik (mA/cm2)\n", "    ik (mV)\n", 23, "ik must be declared with the unit (milliamp/cm2)"),
        ("(v - ek)", "(v − ek)", 39, "NEURON does not read −"),
    ],
)
def test_the_units_are_checked_in_the_same_words(right, wrong, line, said):
    with pytest.raises(MechanismError, match=rf"khh, line {line}: {re.escape(said)}"):
        check_units(TEXT.replace(right, wrong, 1))
