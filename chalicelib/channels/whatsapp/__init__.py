"""Approved templates by WhatsApp, through AWS End User Messaging Social."""
