"""Times as a Markdown page with tables, and as a picture."""

import numpy as np

PAGE = """# Benchmarks

`make bench` writes this page and its picture. {machine}

## One run

A 10 µm soma, 0.1 nA from 50 to 250 ms, 300 ms in all; the result is a sample of v every 0.025 ms, with
"cvode" one at each step. "Same process" is the engine without the worker process that keeps it apart from the
caller's own NEURON. The error is the largest of the train's spike times, against DOP853 at 1e-12; the
equations give {spikes} spikes. All ways run one after the other in each of {rounds} rounds, always in another
order; the least time of each is given, for what else the machine does can only add to it.

{one}

![Times as fast as the plain script](benchmarks.svg)

Brian2 compiles the model first, which takes {build_s:.0f} s; between these runs only the amplitude changes.
The compiled loop is the physical limit: the scheme of `simulate`, with this one membrane written into it.

## F–I curve

The number of spikes at each of 100 amplitudes from 0.002 to 0.18 nA. With `method="neuron"` a sweep uses the
script's method, NEURON's defaults, and gives its counts. Its own default has smaller errors: where its counts
differ, they are nearer to the equations'.

{many}

## Measures

{measures}
"""


def table(header, rows):
    """Give a Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


LOW, HIGH, TICKS = 0.1, 100.0, (0.1, 1, 10, 100)
LEFT, WIDTH, ROW = 250, 420, 24
OURS, OTHERS = "#0072b2", "#8c8c8c"


def bars(ratios, caption):
    """Give an SVG with a bar for each of several ratios, by name, on a logarithmic axis."""
    ordered = sorted(ratios.items(), key=lambda item: item[1])
    bottom = 10 + ROW * len(ordered)
    grid = [
        f'<path d="M{_x(tick):.1f} 6V{bottom}" stroke="{OTHERS}" stroke-width="0.5"/>'
        + _text(_x(tick), bottom + 16, f"{tick:g}", "middle")
        for tick in TICKS
    ]
    rows = [part for i, (name, ratio) in enumerate(ordered) for part in _bar(10 + ROW * i, name, ratio)]
    words = _text(LEFT + WIDTH / 2, bottom + 36, caption, "middle")
    size = f'width="{LEFT + WIDTH + 50}" height="{bottom + 46}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="12">'
    # a background of its own, so that it reads on a dark page too
    return "\n".join(
        [head, '<rect width="100%" height="100%" fill="#fff"/>', *grid, *rows, words, "</svg>", ""]
    )


def _bar(y, name, ratio):
    start, stop = sorted((_x(1.0), _x(ratio)))
    colour = OURS if name.startswith("hhlab") else OTHERS
    place = f'x="{start:.1f}" y="{y + 3}" width="{max(stop - start, 1):.1f}" height="16"'
    return (
        _text(LEFT - 8, y + 15, name.replace("`", ""), "end"),
        f'<rect {place} fill="{colour}"/>',
        _text(stop + 5, y + 15, f"{ratio:.2g}", "start"),
    )


def _x(ratio):
    return LEFT + WIDTH * np.log(ratio / LOW) / np.log(HIGH / LOW)


def _text(x, y, words, anchor):
    return f'<text x="{x:.1f}" y="{y}" text-anchor="{anchor}">{words}</text>'
