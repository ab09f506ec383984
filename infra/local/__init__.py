"""A cloud on this machine: an AWS emulator that runs the very artifact that is deployed."""
