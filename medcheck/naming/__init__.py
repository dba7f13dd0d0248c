"""Entries -> matches: which medicine of the tables each entry means, how surely, and what else it could be."""
