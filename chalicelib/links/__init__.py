"""Signed links in messages: tokens, going back to the cart, unsubscribing."""
