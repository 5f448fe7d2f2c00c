"""Drawings that explain, as SVG text: of membranes, channels, clamps, axons, synapses.

A module draws what belongs together, with the pen of `strokes`; `atlas` knows every drawing by its name.
"""
