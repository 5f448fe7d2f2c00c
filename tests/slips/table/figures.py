"""Slips in pictures."""

ROWS = {
    "hhlab/figures/palette.py": [
        (
            "test_scope.py",
            "if least and least[0] <= found[0] and found[1] <= least[1]:",
            "if least and (least[0] <= found[0] or found[1] <= least[1]):",
        ),
        (
            "test_figures.py",
            'LEAST_RANGE = {"voltage": (-90.0, 60.0)',
            'LEAST_RANGE = {"voltage": (-90.0, 6.0)',
        ),
        (
            "test_figures.py",
            "((68, 1, 84), (59, 82, 139), (33, 145, 140), (94, 201, 98))",
            "((94, 201, 98), (33, 145, 140), (59, 82, 139), (68, 1, 84))",
        ),
        ("test_figures.py", "a + (place - i) * (b - a)", "a + place * (b - a)"),
        ("test_figures.py", "min(int(place), len(_RAMP) - 2)", "min(int(place), len(_RAMP) - 1)"),
    ],
    "hhlab/figures/paper.py": [
        (
            "test_figures.py -k by_its_dots",
            "width * height * figure.dpi**2 > MOST_PIXELS",
            "width * height > MOST_PIXELS",
        ),
    ],
    "hhlab/figures/shapes.py": [
        (
            "test_results.py -k upright",
            "profile.v[places][:, times].T",
            "profile.v[places][:, times][::-1].T",
        ),
        ("test_results.py -k upright", "below.axhline(profile.at_ms", "below.axhline(0"),
        (
            "test_results.py -k axes_and_labels",
            'if label in curves.dashed else "-"',
            'if label not in curves.dashed else "-"',
        ),
        (
            "test_results.py -k axes_and_labels",
            '{"x": curves.x_range, "y": curves.y_range}[letter]',
            '{"x": curves.y_range, "y": curves.x_range}[letter]',
        ),
    ],
    "hhlab/figures/traces.py": [
        (
            "test_results.py -k darkest",
            "ramp((value - low) / (high - low)",
            "ramp((high - value) / (high - low)",
        ),
        ("test_figures.py -k stretch", "axes[-1].set_xlim(start, stop)", "axes[-1].set_xlim(start)"),
        (
            "test_figures.py",
            'if text("A panel", panel) in (name, TRACES[name].panel)]',
            'if text("A panel", panel) == TRACES[name].panel]',
        ),
    ],
    "hhlab/figures/pyplot.py": [
        ("test_any_function.py -k 'memory or once'", "Gcf.destroy_fig(figure)", "pass"),
        ("test_figures.py -k as_it_was", "figure.stale_callback = callback", "pass"),
    ],
    "hhlab/descriptions/currents.py": [
        (
            "test_figures.py",
            'Gate("h", "h, Na⁺ availability", ORANGE, 1',
            'Gate("h", "h, Na⁺ availability", VERMILION, 1',
        ),
    ],
    "hhlab/descriptions/quantities.py": [
        ("test_figures.py -k minus", 'return _HYPHEN.sub("−", text)', 'return text.replace("-", "−")'),
    ],
}
