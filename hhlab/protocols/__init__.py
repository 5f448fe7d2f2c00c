"""What an experimenter does with a membrane: one module for each kind of experiment, on :mod:`.common`.

It may import descriptions, results and simulator.
"""
