"""Ways to reach a shopper: what can be sent, and a folder a channel that sends it."""
