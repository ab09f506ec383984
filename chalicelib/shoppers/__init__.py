"""The shopper: identity by contact points, consent, suppression, purchases."""
