"""The cart: money, lines, and how events fold into it."""
