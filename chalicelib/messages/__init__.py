"""What is said: content, rendering, and a file a channel."""
