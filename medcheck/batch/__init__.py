"""Registers of any size -> the same rows, screened: distinct strings first, each resolved once, mapped back."""

from medcheck.batch.column import column_place, share
from medcheck.batch.frames import screened
from medcheck.batch.rows import COLUMNS, Screened

__all__ = ["COLUMNS", "Screened", "column_place", "screened", "share"]
