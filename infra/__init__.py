"""What rebasket runs on: the core stack, its deployment, and a local cloud for both."""
