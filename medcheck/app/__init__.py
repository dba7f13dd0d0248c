"""The dashboard: each module asks or shows one part of the page; what is said stands in data/."""
