"""Cells of a real form: read, checked, built as Sections of NEURON, and what was recorded on them.

It may import descriptions, results and workers.
"""
