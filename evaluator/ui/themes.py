"""The two looks, light and dark. Blue and orange carry the difference that red and green would hide from some eyes; every
colour stands on its ground with a contrast of 4.5 or more (tests/ui/test_themes.py measures it)."""

from __future__ import annotations

from textual.theme import Theme

SOMBRE, CLAIR = "agls-sombre", "agls-clair"
THEMES = (
    Theme(
        name=SOMBRE, dark=True,
        primary="#5aa9e6", secondary="#9ab8d6", accent="#6cc4ff",
        success="#62b6f5", warning="#ffb347", error="#ff9166",
        background="#11161d", surface="#1a222c", panel="#243140", foreground="#e8edf2",
        variables={
            "text-primary": "#9fd0ff", "text-accent": "#7fcbff", "text-success": "#8ccbff",
            "text-warning": "#ffb84d", "text-error": "#ffa07a", "panne-fond": "#b3400a", "panne-texte": "#ffffff",
        },
    ),
    Theme(
        name=CLAIR, dark=False,
        primary="#003f73", secondary="#35506b", accent="#005a9c",
        success="#00568f", warning="#8a4b00", error="#a33600",
        background="#fbfbf9", surface="#eef1f4", panel="#dde4eb", foreground="#16191d",
        variables={
            "text-primary": "#003f73", "text-accent": "#005a9c", "text-success": "#00568f",
            "text-warning": "#8a4b00", "text-error": "#a33600", "panne-fond": "#a33600", "panne-texte": "#ffffff",
        },
    ),
)  # fmt: skip
