"""Units as people write them: µm², um^2, μm2, S cm⁻², ohm·cm, millivolts. Each is a factor and a dimension.

A table of the units of the field times the prefixes of the SI is all that the answers need.
"""

import math
import re
import unicodedata
from functools import cache

PREFIXES = {"f": -15, "p": -12, "n": -9, "u": -6, "m": -3, "c": -2, "d": -1, "": 0, "k": 3, "M": 6, "G": 9}
PREFIX_WORDS = {
    "femto": "f",
    "pico": "p",
    "nano": "n",
    "micro": "u",
    "milli": "m",
    "centi": "c",
    "deci": "d",
    "kilo": "k",
    "mega": "M",
    "giga": "G",
}
# powers of metre, second, ampere, volt, mole, degree
BASES = {
    "m": (1, (1, 0, 0, 0, 0, 0)),
    "s": (1, (0, 1, 0, 0, 0, 0)),
    "A": (1, (0, 0, 1, 0, 0, 0)),
    "V": (1, (0, 0, 0, 1, 0, 0)),
    "mol": (1, (0, 0, 0, 0, 1, 0)),
    "Ω": (1, (0, 0, -1, 1, 0, 0)),
    "S": (1, (0, 0, 1, -1, 0, 0)),
    "F": (1, (0, 1, 1, -1, 0, 0)),
    "C": (1, (0, 1, 1, 0, 0, 0)),
    "Hz": (1, (0, -1, 0, 0, 0, 0)),
    "M": (1e3, (-3, 0, 0, 0, 1, 0)),
    "l": (1e-3, (3, 0, 0, 0, 0, 0)),
}
ALONE = {"%": (1e-2, (0,) * 6), "°C": (1, (0, 0, 0, 0, 0, 1)), "1": (1, (0,) * 6)}  # these take no prefix
NAMES = {
    "metre": "m",
    "meter": "m",
    "second": "s",
    "sec": "s",
    "ampere": "A",
    "amp": "A",
    "volt": "V",
    "mole": "mol",
    "ohm": "Ω",
    "siemens": "S",
    "mho": "S",
    "farad": "F",
    "coulomb": "C",
    "hertz": "Hz",
    "molar": "M",
    "litre": "l",
    "liter": "l",
}
NAMES_ALONE = {
    "percent": "%",
    "per cent": "%",
    "degc": "°C",
    "deg c": "°C",
    "celsius": "°C",
    "°": "°C",
    "degrees celsius": "°C",
    "degree celsius": "°C",
    "degrees": "°C",
    "degrees c": "°C",
}
LAX = {"v": "V", "a": "A", "hz": "Hz", "c": "C", "f": "F", "L": "l", "ω": "Ω"}  # what no capital is typed for
SUPERSCRIPTS = re.compile("[⁺⁻⁰¹²³⁴-⁹]+")
_TERM = re.compile(r"([^\d\s*/^.+-]+|1)\s*(?:\^?\s*\(?([-+]?\d+)\)?)?")
# what is measured of a whole cell: in which units it is also given per area
PER_AREA = {"A": ("µA/cm²", "mA/cm²"), "S": ("S/cm²", "mS/cm²"), "C": ("nC/cm²", "µC/cm²"), "Ω": ("Ω cm²",)}
WHOLE = {"A": ("nA", "pA", "µA"), "S": ("nS", "µS"), "C": ("pC", "fC", "nC"), "Ω": ("MΩ",)}


def plainly(text):
    """Give a text with the letters of a keyboard: ^2 for ², u for either µ, - for any minus, * for a dot."""
    text = SUPERSCRIPTS.sub(lambda found: "^" + unicodedata.normalize("NFKC", found[0]), text)
    text = unicodedata.normalize("NFKC", text)
    return re.sub("[·⋅∙×✕]", "*", re.sub("[−–]", "-", text.replace("μ", "u")))


@cache
def known(unit):
    """Give (factor to SI, dimension) of a unit as it is written, or None: it is none."""
    text = re.sub(r"\bper\b(?! ?cent)", "/", plainly(unit).strip().strip("[]").replace("**", "^"))
    text = re.sub(r"\b(?:square|sq\.?)\s+(\w+)", r"\1^2", re.sub(r"\s*squared\b", "^2", text))
    if text.lower() in NAMES_ALONE:
        text = NAMES_ALONE[text.lower()]
    if text in ALONE:
        return ALONE[text]
    factor, powers, sign = 1.0, [0] * 6, 1
    for part in re.split(r"(/)", text):
        if part == "/":
            sign = -1
            continue
        rest = part.strip(" ()*.")
        while rest:
            found = _TERM.match(rest)
            one = found and _single(found[1])
            if not one:
                return None
            power = sign * int(found[2] or 1)
            factor *= one[0] ** power
            powers = [a + power * b for a, b in zip(powers, one[1], strict=True)]
            rest = rest[found.end() :].lstrip(" *.")
    return (factor, tuple(powers)) if text else None


@cache
def _table():
    """Give every symbol and word with every prefix, as {spelling: (factor to SI, dimension)}."""
    found = {"micron": (1e-6, BASES["m"][1]), "microns": (1e-6, BASES["m"][1])}
    words = {f"{name}{end}": base for name, base in NAMES.items() for end in ("", "s")}
    spelt = {way(name): base for name, base in words.items() for way in (str, str.capitalize, str.upper)}
    for bases in (LAX, spelt, {base: base for base in BASES}):
        for name, base in bases.items():
            factor, powers = BASES[base]
            for prefix, ten in PREFIXES.items():
                found[prefix + name] = factor * 10.0**ten, powers
    for name, base in words.items():
        for word, prefix in PREFIX_WORDS.items():
            found[word + name] = found[prefix + base]
    return found | ALONE


def _single(symbol):
    return _table().get(symbol) or _table().get(symbol.lower())


def conversion(written, unit):
    """Give what a number with a unit is multiplied by to be one of `unit`; nan if it is of another kind.

    None says that nobody knows the unit that is written.
    """
    if unit == "°C" and plainly(written).strip() in ("C", "c"):
        return 1.0
    one, other = known(written), known(unit) if unit else ALONE["1"]
    if one is None:
        return None
    if other is None or one[1] != other[1]:
        return math.nan
    ratio = one[0] / other[0]
    nearest = 10.0 ** round(math.log10(ratio))
    return nearest if math.isclose(ratio, nearest, rel_tol=1e-9) else ratio


@cache
def mixed_up(unit):
    """Give {code: units} of what an answer may be taken for: the "density", or the "total" of a cell."""
    dimension = known(unit)[1] if unit and known(unit) else None
    for base, (_, of_base) in BASES.items():
        if base in PER_AREA:
            inverse = 1 if base == "Ω" else -1
            of_area = (of_base[0] + 2 * inverse, *of_base[1:])
            if dimension == of_base:
                return {"density": PER_AREA[base]}
            if dimension == of_area:
                return {"total": WHOLE[base]}
    return {}


def taken_for(x, unit, area_um2):
    """Give (code, number in `unit`) for each way in which a number may have been meant per area, or not."""
    area = 1e-12 * area_um2
    asked, dimension = known(unit) if unit else ALONE["1"]
    for code, others in mixed_up(unit).items():
        for other in others:
            factor, powers = known(other)
            # to SI, by as many areas as are missing, and to the unit asked for
            yield code, x * factor * area ** ((dimension[0] - powers[0]) / 2) / asked
