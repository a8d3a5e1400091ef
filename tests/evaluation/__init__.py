"""How well people are understood, measured on lines written apart from the training examples.

`make evaluate` prints the tables and writes docs/model-card.md; test_gates.py holds the gates.
"""
