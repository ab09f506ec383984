"""Errands: work that a webhook asks for and nobody should wait for, done from a queue."""
