"""The class, live: a service beside a JupyterHub that keeps what students answer, and shows the teacher.

It may import exercises, grading and workers. ``python -m hhlab.room`` runs it; `table` lists what it keeps,
`app` what it answers. A part of its own, such as a vote, brings its tables and its addresses, and is named in
`parts`.
"""
