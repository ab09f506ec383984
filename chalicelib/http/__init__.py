"""Routes: thin blueprints that turn requests into calls of services."""
