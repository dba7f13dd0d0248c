"""A text or file -> entries: what was written of each medicine, before it is known which one it is."""
