"""How well people are understood, measured on lines written apart from the training examples.

`make evaluate` prints the tables of docs/model-card.md; test_gates.py fails when a change makes them worse.
"""
