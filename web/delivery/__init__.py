"""Brings what was sent to the force: a process of its own, which alone can open it."""
