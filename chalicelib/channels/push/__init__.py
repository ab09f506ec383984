"""Notifications to apps, by AWS End User Messaging."""
