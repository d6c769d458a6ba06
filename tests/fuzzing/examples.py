"""Hypothesis makes inputs: seeds with a few edits, pieces put together, and any bytes."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.fuzzing.mutations import KINDS, WORDS, Edit, edited
from tests.fuzzing.target import Target

_SHARE = st.floats(0, 1, exclude_max=True, allow_nan=False, width=32)


def inputs(target: Target) -> st.SearchStrategy[bytes]:
    """What to try on a target."""
    words = st.sampled_from((*WORDS, *target.words, *target.words)) | st.binary(max_size=8)
    edits = st.lists(
        st.builds(Edit, st.sampled_from(KINDS), _SHARE, _SHARE, words, st.integers(0, 1 << 16)),
        max_size=6,
    )
    seeds = list(target.seeds())
    changed = st.builds(
        lambda seed, done: edited(seed, done, zipped=target.zipped, most=target.most),
        st.sampled_from(seeds),
        edits,
    )
    pieces = st.lists(words, max_size=30).map(lambda found: b"".join(found)[: target.most])
    return changed | changed | changed | pieces | st.binary(max_size=200)
