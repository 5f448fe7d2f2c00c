"""Other processes: the worker that simulates, sweeps over several, MPI ranks, and the double of the kernel.

It may import descriptions and simulator.
"""
