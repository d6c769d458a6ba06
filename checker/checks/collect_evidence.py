"""What an inspector needs to answer a question is gathered from the site; he answers it.

Never passes, fails or is pending.  Review: always, with reason `assisted`.  Gathers the pages whose
titles match, newest first, and the columns so named; says how many there are, and where none was
found, how many pages were looked at.  Known limits: goes by titles; what is published under another
title, in pictures or on other platforms is not gathered.
"""

from __future__ import annotations

from checker.assisted import SLOTS, Clues, collect_clues
from checker.facts.site import SiteFacts
from checker.judgement import Judgement, Question

__all__ = ["SLOTS", "Params", "collect_evidence"]


class Params(Clues):
    """The question to answer, and what titles and columns bear on it.

    `days` counts back from the day asked; pages without a date are gathered as well.
    """


def collect_evidence(params: Params, site: SiteFacts, asked: Question) -> Judgement:
    """Gather what bears on the question; the answer is a person's."""
    return collect_clues(params, site, asked)
