"""The membrane as a circuit, and what charges its batteries."""

from ...descriptions.parameters import Membrane
from ...descriptions.quantities import minus
from ...results.recording import TRACES
from .scheme import Scheme
from .strokes import arrow, battery, box, capacitor, dots, label, line, resistor

NA, K, LEAK = (TRACES[name].colour for name in ("ina", "ik", "il"))
OUTSIDE, INSIDE = 45, 235  # heights of the two sides of a circuit


def circuit():
    """Give the circuit of Hodgkin and Huxley: a capacitance beside three batteries with conductances."""
    squid = Membrane.squid_1952()
    reversals = {"Na": squid.ena, "K": squid.ek, "L": squid.el}  # mV
    columns = zip((125, 220, 315), reversals.items(), (NA, K, LEAK), strict=True)
    branches = [_branch(x, ion, e, colour, variable=ion != "L") for x, (ion, e), colour in columns]
    batteries = "; ".join(
        f"E_{ion} {e:+.0f} mV, {'plus' if e > 0 else 'minus'} pole inside" for ion, e in reversals.items()
    )
    words = (
        "Circuit of the membrane, outside above, inside below. Side by side between the two: the capacitance "
        "c_m; the variable conductances g_Na and g_K and the fixed conductance g_L of the leak, each in "
        f"series with a battery: {minus(batteries)}. Arrows: ionic currents count as positive outward."
    )
    notes = label(20, 285, "arrows: outward current is positive")
    return Scheme(words, 300, (_sides(20, 380), _capacitance(40), *branches, notes))


def leak():
    """Give the circuit of a membrane with a leak alone, and the electrode's current."""
    words = (
        "Circuit of a membrane with a leak, outside above, inside below. Side by side between the two: the "
        "capacitance c_m, and a fixed conductance g in series with a battery E, minus pole inside. The "
        "electrode's current per area, I/A, enters the inside from below. It leaves through both: "
        "an arrow outward for c_m dV/dt, and one for g (V − E)."
    )
    return Scheme(
        words,
        300,
        (
            _sides(50, 330),
            _capacitance(110),
            label(122, 72, "c_m dV/dt"),
            *_in_series(230, LEAK, variable=False, plus="up"),
            label(242, 72, "g (V − E)"),
            label(255, 121, "g"),
            label(255, 191, "E"),
            arrow((170, 290), (170, INSIDE + 2)),
            label(182, 283, "I/A, from the electrode"),
        ),
    )


def batteries():
    """Give what charges the batteries of sodium and potassium: salt that differs on the two sides."""
    words = (
        "Two batteries in one membrane, outside above, inside below. Left: much Na⁺ outside, little inside. "
        "Sodium pushes in, like a battery E_Na with its plus pole inside: E_Na is above 0. Right: little K⁺ "
        "outside, much inside. Potassium pushes out, like a battery E_K with its minus pole inside: E_K is "
        "below 0."
    )
    wall = [box(left, 105, right, 195, filled=0.1) for left, right in ((2, 20), (165, 220), (365, 398))]
    return Scheme(words, 300, (*wall, *_ion(60, "Na", NA, "down"), *_ion(260, "K", K, "up")))


def _ion(x, name, colour, way):
    """Give one ion on both sides of its battery; `way` is where it pushes, and where its plus pole lies."""
    many = [(x - 35 + 18 * k, 0) for k in range(6)] + [(x - 26 + 18 * k, 18) for k in range(5)]
    crowd, few = (55, 225) if way == "down" else (215, 85)
    start, end = (88, 212) if way == "down" else (212, 88)
    return (
        label(x + 30, 30, f"{'much' if way == 'down' else 'little'} {name}⁺ outside", at="middle"),
        dots(*((at, crowd + down) for at, down in many), (x - 9, few), colour=colour),
        battery(x, 150, plus=way, colour=colour),
        line((x, 105), (x, 130), colour=colour) + line((x, 170), (x, 195), colour=colour),
        label(x + 20, 155, f"E_{name} {'>' if way == 'down' else '<'} 0"),
        arrow((x + 97, start), (x + 97, end), colour=colour, width=4),
        label(x + 30, 280, f"{'little' if way == 'down' else 'much'} {name}⁺ inside", at="middle"),
    )


def _sides(left, right):
    """Give the fluids on both sides, each one wire."""
    names = label(left, OUTSIDE - 12, "outside"), label(left, INSIDE + 22, "inside")
    return "".join([line((left, y), (right, y), width=3) for y in (OUTSIDE, INSIDE)] + list(names))


def _capacitance(x):
    wire = line((x, OUTSIDE), (x, 120)) + capacitor(x, 140) + line((x, 160), (x, INSIDE))
    return wire + arrow((x, 90), (x, 58)) + label(x + 20, 146, "c_m")


def _in_series(x, colour, variable, plus):
    """Give a conductance above a battery, and the arrow of the current, outward."""
    yield line((x, OUTSIDE), (x, 95), colour=colour) + line((x, 135), (x, 165), colour=colour)
    yield resistor(x, 115, colour, variable) + battery(x, 185, plus, colour)
    yield line((x, 205), (x, INSIDE), colour=colour) + arrow((x, 90), (x, 58), colour=colour)


def _branch(x, ion, e_mV, colour, variable):
    symbols = "".join(_in_series(x, colour, variable, plus="down" if e_mV > 0 else "up"))
    names = "".join(label(x + 20, y, f"{name}_{ion}") for y, name in ((72, "I"), (121, "g"), (191, "E")))
    return symbols + names + label(x, INSIDE + 22, f"{e_mV:+.0f} mV", at="middle")
