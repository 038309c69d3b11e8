"""Scores of responses. Each is a small function that returns a ``Score`` or a ``Figure`` and cites its
formula.
"""
