"""A number as somebody types it: with any minus, any power of ten, any spelling of a unit, an uncertainty."""

import math
import re

from .units import conversion, plainly

# over a thousand to some, hardly more than one to others
THOUSANDS = re.compile(r"[-+]?[1-9]\d{0,2}(,\d{3})+")
# a space between thousands, as the lessons print 12 001, means one thing only
SPACED = re.compile(r"[-+]?[1-9]\d{0,2}( \d{3})+(?! ?\d)")
NUMBER = re.compile(
    r"[-+]?\s?(?P<digits>\d+(?:_\d+)*(?:[.,]\d*)?|[.,]\d+)"
    r"(?:[eE](?P<e>[-+]?\d+)|\s*[*x]\s*10\s*(?:\^|\*\*)\s*\(?(?P<ten>[-+]?\d+)\)?|\s*[*x]\s*10(?P<signed>[-+]\d+))?"
)
POWER = re.compile(r"([-+]?)10\s*(?:\^|\*\*)\s*\(?([-+]?\d+)\)?")
PLUS_MINUS = re.compile(r"±|\+\s*/\s*-|\+-|\bplus(?: or)?[ -]minus\b|\bpm\b|\\pm\b")
IN_BRACKETS = re.compile(r"([-+]?\d*[.,]?\d+)\((\d+)\)(?=\D|$)")


class OtherUnit(ValueError):
    """A number with a unit that is known, and is that of something else."""


def read_number(text, unit):
    """Give the number that a text says, in `unit`, or None where it says none.

    Raises
    ------
    OtherUnit
        It stands in a unit from which no number leads to `unit`.
    """
    found = _split(text)
    if found is None:
        return None
    value, written = found
    if not written:
        return value
    factor = conversion(written, unit)
    if factor is None:
        return None
    if math.isnan(factor):
        raise OtherUnit(written)
    value *= factor
    return value if math.isfinite(value) else None


def read_measured(text, unit):
    """Give (number, uncertainty) in `unit`; the uncertainty is None where there is none. None: no number.

    ``3.1 ± 0.2``, ``3.1 +/- 0.2``, ``3.1(2)``, ``(3.1 ± 0.2) ms``, ``3.1 ms ± 200 µs``, ``3.1 ± 5 %``.

    Raises
    ------
    OtherUnit
        As :func:`read_number`.
    """
    text = plainly(text).strip()
    if short := IN_BRACKETS.search(text):
        digits = len(re.sub(r"^.*?[.,]|^[^.,]*$", "", short[1]))
        text = text.replace(short[0], f"({short[1]} ± {int(short[2]) / 10**digits:.12g})")
    parts = PLUS_MINUS.split(text)
    if len(parts) > 2:
        return None
    if len(parts) == 1:
        value = read_number(text, unit)
        return None if value is None else (value, None)
    left, right = (part.strip() for part in parts)
    shared = ""
    if left.startswith("(") and ")" in right:
        left, (right, _, shared) = left[1:], right.partition(")")
        left, right = f"{left} {shared}", f"{right} {shared}"
    return _pair(left, right, unit)


def _pair(left, right, unit):
    value, spread = _split(left), _split(right)
    if value is None or spread is None:
        return None
    if spread[1] == "%" and unit != "%":
        spread = abs(value[0]) * spread[0] / 100, value[1]
    # a unit that stands once belongs to both
    one, other = value[1] or spread[1], spread[1] or value[1]
    found = read_number(f"{value[0]!r} {one}", unit), read_number(f"{spread[0]!r} {other}", unit)
    return None if None in found else (found[0], abs(found[1]))


def _split(text):
    """Give (number, what stands behind it) of a text, or None."""
    text = re.sub(r"^[=≈~]\s*", "", plainly(text).strip())
    if found := SPACED.match(text):
        text = found[0].replace(" ", "") + text[found.end() :]
    found = THOUSANDS.match(text)
    if found and not re.match(r"[\d.,]", text[found.end() :]):
        return None
    if power := POWER.match(text):
        value, end = float(f"{power[1]}1e{power[2]}"), power.end()
    elif found := NUMBER.match(text):
        ten = found["e"] or found["ten"] or found["signed"] or "0"
        sign = -1 if found[0].startswith("-") else 1
        # 1_000 is what Python makes of it
        digits = found["digits"].replace(",", ".").replace("_", "")
        value, end = sign * float(f"{digits}e{ten}"), found.end()
    else:
        return None
    rest = text[end:].strip()
    # 3.1.2, 1/2 and 3 4 are none
    if not math.isfinite(value) or re.match(r"(?!1\s*/)[\d.,+^(]|/\s*\d|-", rest):
        return None
    return value, re.sub(r"^\*\s*", "", rest)
