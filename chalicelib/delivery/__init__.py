"""From where a message is handed over: regions, their health, and the way that is taken."""
