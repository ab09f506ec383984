"""Incentives: what a step may offer, and the coupon codes that make it good."""
