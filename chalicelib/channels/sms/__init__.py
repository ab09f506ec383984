"""Texts to phones (SMS): what they cost, who may send them where, their words, their senders."""
