"""Shops' own platforms, asked: a file a platform, over one client that asks carefully."""
