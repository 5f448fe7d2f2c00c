"""Exercises that answer back: what they ask, how an answer is checked, and where it is kept.

It may import descriptions, browser, results, simulator, mechanisms, workers, figures, protocols, dynamics
and telling.
"""
