"""Webhooks in: a file a platform checks the signature and decodes the body into events."""
