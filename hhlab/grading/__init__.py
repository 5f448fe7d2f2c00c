"""The teacher's side: from a folder of students' files to marks. No code of a student is run unasked.

It may import exercises, reports and workers.
"""
