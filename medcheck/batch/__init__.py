"""Registers of any size -> the same rows, screened: distinct strings first, each resolved once, mapped back.

Frames of pandas by `frames`, files by `runs`, which needs no pandas.
"""

from medcheck.batch.screened import COLUMNS, Screened

__all__ = ["COLUMNS", "Screened"]
