"""The merchant: its shop's profile, secrets and policies."""
