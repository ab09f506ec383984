"""Push to apps: a word on the lock screen that opens the cart in the shop's app."""
