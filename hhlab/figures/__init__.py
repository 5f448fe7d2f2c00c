"""Results as pictures of matplotlib, and the palette that every picture follows, live or still.

It may import descriptions and results.
"""
