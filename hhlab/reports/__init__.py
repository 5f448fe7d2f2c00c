"""Pages that stand alone: a student's own report, and the pieces of which a teacher's is made too.

It may import figures, live and exercises.
"""
