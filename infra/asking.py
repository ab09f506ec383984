"""Asking the operator for what must not stand on a command line, where others could read it."""

import getpass
import sys


def secret_answer(prompt: str) -> str:
    """Ask without showing the answer; from a file or a pipe, take the next line."""
    if sys.stdin.isatty():
        return getpass.getpass(f"{prompt}: ").strip()
    return sys.stdin.readline().strip()
