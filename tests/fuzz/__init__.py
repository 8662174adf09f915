"""Fuzzing: odd inputs of every kind that the program reads, and one property for all of them (`regle.py`)."""
