"""Suites: cases, with the scores that fit them."""
