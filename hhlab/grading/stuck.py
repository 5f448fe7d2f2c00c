"""Who is stuck: the rule, as the page says it, and as it is applied."""

MANY = 5  # tries
RULE = (
    f"Stuck is who was never right at an exercise, and has made {MANY} tries or more there, or has asked for "
    "every hint that the card had to the last answer. The same answer again, an empty one and a slip of "
    "writing are no tries. What waits for you is not counted."
)


def is_stuck(exercise, outcome):
    """Say whether a student is stuck at an exercise, by that rule."""
    if outcome.right is not False:
        return False
    tries = max((one.number for one in outcome.tries), default=0)
    return tries >= MANY or _has_no_hint_left(exercise, outcome)


def _has_no_hint_left(exercise, outcome):
    """Say whether the Hint button has nothing new to say to the last answer.

    The first hint to an answer is said by Check. Whether a card has said "too low" depends on the course, so
    of these the hints on how to begin are counted alone. An old file only says how many hints were asked for.
    """
    last, ladders = outcome.tries[-1].code, exercise.ladders
    own = 0 if last in ("low", "high") else max(0, len(ladders.get(last, ())) - 1)
    there = own + len(ladders.get("start", ()))
    of = ("", "start", last) if own else ("", "start")
    return 0 < there <= sum(rung.partition(":")[0] in of for rung in set(outcome.hints))
