"""Filling a dossier by prompts, one line at a time: for a screen reader, a slow line, a script.

Output is only ever appended: no colour, no cursor movement, no drawing. `dialogue.py` says and asks, `seance.py` goes from
question to question, `table.py` holds every command. Neither textual nor rich's screens are imported: of rich, only the
widths of characters (`rich.cells`, under 2 ms).
"""
