"""Widgets show lines and emit messages; they never touch a dossier."""
