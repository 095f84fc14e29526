"""Arithmetic and rules of the mat: no input, no output, no clock, no threads."""
