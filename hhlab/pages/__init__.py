"""The lessons as pages that live without a kernel: what is collected while a lesson runs.

It may import descriptions, exercises, live, scripts, simulator and workers.
"""
