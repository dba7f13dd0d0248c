"""Matches and what is told of a person -> the report: findings, red flags, other causes, and what was not checked."""
