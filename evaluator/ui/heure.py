"""Instants are kept in UTC and shown in local time."""

from __future__ import annotations

from datetime import datetime


def heure(instant: datetime | None) -> str:
    """`14:02:31`; nothing where nothing was recorded."""
    return instant.astimezone().strftime("%H:%M:%S") if instant else ""


def jour_heure(instant: datetime) -> str:
    """`31/12/2024 14:02`."""
    return instant.astimezone().strftime("%d/%m/%Y %H:%M")


def jour(instant: datetime) -> str:
    """`31/12/2024`."""
    return instant.astimezone().strftime("%d/%m/%Y")
