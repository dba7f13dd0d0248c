"""What registers and records call the state of a prescription -> stopped, held, planned, allergy, or never taken."""

NEVER_TAKEN = "never taken"
WORDS = {
    "stopped": "stopped completed complete discontinued inactive ended ceased cancelled canceled"
    " aborted expired past former finished closed no false"
    " abgesetzt beendet arrêté arrete suspendido terminado sospeso",
    "held": "on-hold onhold hold held suspended paused",
    "planned": "intended proposed planned",
    "allergy": "allergy allergic intolerance allergie alergia",
    NEVER_TAKEN: "not-taken entered-in-error nullified declined not-done refused",
}
STATUSES = {word: status for status, words in WORDS.items() for word in words.split()} | {
    "not taken": NEVER_TAKEN, "not done": NEVER_TAKEN, "entered in error": NEVER_TAKEN, "on hold": "held",
}  # fmt: skip


def status_word(word: str) -> str:
    """Return the status that a word of a record means, blank where it says nothing that changes an entry."""
    return STATUSES.get(word.strip().lower(), "")
