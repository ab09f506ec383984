"""Regions: their health, and the way a message takes."""
