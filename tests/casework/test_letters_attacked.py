"""A few stories of what was agreed to by chance; `tests/soak/test_soak_letters.py` has many."""

from __future__ import annotations

from collections import Counter

from attack_story import Story

# In each of them another broken gate would be seen: a category, an episode, what is excluded.
SEEDS = (1, 3, 5)


def test_no_letter_says_what_she_did_not_agree_to(template, tmp_path) -> None:
    done = Counter()
    for seed in SEEDS:
        story = Story(template, tmp_path / f"home-{seed}", seed)
        try:
            story.plays(25)
        finally:
            story.desks.close()
        assert (seed, story.leaks) == (seed, [])
        done += story.done
    # A story in which nothing goes out proves nothing.
    assert min(done[one] for one in ("letters", "words told", "words kept", "refused")) > 0
