"""Notifications to browsers, by their makers' push services (RFC 8030)."""
