"""Numbers that know their unit, their label and their limits, and frozen descriptions made of them."""

import inspect
import math
import re
from dataclasses import Field, dataclass, field, fields, replace
from numbers import Real
from typing import Any, Self

# before a number, but not within a word or a number (1e-05, 2-3), nor in code (v=-65, [-30], cos(-1))
_HYPHEN = re.compile(r"(?<![\w.)\]\[=])(?<!\w\()-(?=\.?\d)")


def number(name, value, unit="", *, above=-math.inf, low=-math.inf, high=math.inf, whole=False, slip=None):
    """Give `value` as a float, or raise an error that says what, value, unit and limit.

    Parameters
    ----------
    name : str
        What the value is, as the reader knows it: ``"Membrane.diam"``.
    value : real number
    unit : str
    above, low, high : float
        The value must be greater than `above`, at least `low`, at most `high`.
    whole : bool
        The value must be a whole number; it is given back as an int.
    slip : callable, optional
        From the refused value to a sentence that names the likely mistake, or to None.

    Raises
    ------
    TypeError
        `value` is not a real number.
    ValueError
        `value` is not finite, outside its limits, or not whole where it must be.
    """
    unit = f" {unit}" if unit else ""
    if not isinstance(value, Real) or isinstance(value, bool):
        raise TypeError(f"{name} must be a number{unit and ' in' + unit}, but it is {shown(value)}.")
    try:
        result = float(value)
    except OverflowError:
        raise ValueError(f"{name} has too many digits; it must be at most {high:g}{unit}.") from None
    if not math.isfinite(result):
        raise ValueError(f"{name} = {result}{unit}, but it must be a finite number.")
    if result <= above:
        limit = f"above {above:g}"
    elif result < low:
        limit = f"at least {low:g}"
    elif result > high:
        limit = f"at most {high:g}"
    elif whole and result != int(result):
        limit = "a whole number"
    else:
        return int(result) if whole else result
    unit_of_limit = "" if limit == "a whole number" else unit
    hint = slip(result) if slip else None
    hint = f" {hint}" if hint else ""
    raise ValueError(f"{name} = {result:g}{unit}, but it must be {limit}{unit_of_limit}.{hint}")


def shown(value):
    """Give a value as an error message shows it: its repr, cut to 60 characters, and its type."""
    try:
        text = repr(value)
    except Exception:
        text = "a value"
    text = text if len(text) <= 60 else text[:57] + "..."
    return f"{text} ({type(value).__name__})"


def quantity(default: float, unit: str, label: str, **limits: Any) -> Any:
    """Give a dataclass field that holds one number with its unit, its label and its limits."""
    return field(default=default, metadata={"unit": unit, "label": label, "limits": limits})


def choice(default: Any, meaning: str) -> Any:
    """Give a dataclass field that holds a flag, or a word out of a few, with what it means."""
    return field(default=default, metadata={"meaning": meaning})


@dataclass(frozen=True)
class Description:
    """The base of frozen descriptions: each quantity is checked, and kept as a float; a flag is a bool.

    What a class says of its fields, in help and in ``hhlab.Membrane?``, is made of the fields themselves.
    """

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        inherited = {name: one for base in cls.__mro__[:0:-1] for name, one in _fields_in(base).items()}
        own = {name: one for name, one in vars(cls).items() if isinstance(one, Field)}
        lines = [line for name, one in (inherited | own).items() for line in said(name, one)]
        before, rule, after = (inspect.cleandoc(cls.__doc__ or "")).partition("\n\nSources\n")
        cls.__doc__ = "\n".join([before, "", "Parameters", "----------", *lines]) + rule + after

    def __post_init__(self):
        for item in fields(self):
            name, value = f"{type(self).__name__}.{item.name}", getattr(self, item.name)
            if "unit" in item.metadata:
                checked = number(name, value, item.metadata["unit"], **item.metadata["limits"])
                object.__setattr__(self, item.name, checked)
            elif item.type is bool and not isinstance(value, bool):
                raise TypeError(f"{name} must be True or False, but it is {shown(value)}.")

    def but(self, **changes: Any) -> Self:
        """Give a copy with some values changed, checked like a new one."""
        return replace(self, **changes)


def _fields_in(base):
    return getattr(base, "__dataclass_fields__", {})


def said(name, item):
    """Give the two lines of a docstring on one field: unit and default; meaning and limits."""
    metadata, kind = item.metadata, type(item.default).__name__
    if "unit" not in metadata:
        return [f"{name} : {kind}, default {item.default!r}", f"    {metadata['meaning']}"]
    kind = "int" if metadata["limits"].get("whole") else "float"
    unit = f" [{metadata['unit']}]" if metadata["unit"] else ""
    meaning = metadata["label"][0].upper() + metadata["label"][1:]
    return [f"{name} : {kind}{unit}, default {item.default:g}", f"    {meaning}, {_limits(**metadata)}."]


def _limits(unit, limits, **_):
    """Give the limits of a quantity in words."""
    low = plainly(limits["low"]) if "low" in limits else f"above {plainly(limits['above'])}"
    return f"{low} to {plainly(limits['high'])} {unit}".rstrip()


def plainly(value):
    """Give a limit as a person writes it: 100,000 and 1e9, not 1e+05 and 1e+09."""
    if value == int(value) and abs(value) < 1e7:
        return f"{value:,.0f}"
    return re.sub(r"e([+-])0*", lambda found: f"e{found[1].strip('+')}", f"{value:g}")


def ends(name, pair, log=False):
    """Give the two ends of an axis, checked; None where none are given. Those of a logarithm are above 0."""
    if pair is None:
        return None
    if not isinstance(pair, (tuple, list)) or len(pair) != 2:
        raise TypeError(f"{name} must be (least, greatest), but it is {shown(pair)}.")
    low, high = (number(name, end, above=0 if log else -float("inf")) for end in pair)
    if not low < high:
        raise ValueError(f"{name} runs from {low:g} to {high:g}; the first must be the smaller.")
    return low, high


def minus(text):
    """Give a text with the minus sign of the axes for a hyphen before a number; code keeps its own."""
    return _HYPHEN.sub("−", text)
