"""Winning the cart back: sequence, decision, timers, and the step worker's use case."""
