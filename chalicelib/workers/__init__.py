"""Plain functions that the event handlers in app.py call."""
