"""Conversations are forgotten: when idle, when old, and when asked. One module for each engine."""
