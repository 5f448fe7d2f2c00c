"""What moves: the explorer, its controls, the runs behind a hand on a slider, the live view, the playground.

It may import descriptions, browser, results, simulator, workers, figures, scripts and telling.
"""
