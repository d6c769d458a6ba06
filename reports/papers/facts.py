"""The values that fill a template: everything from the results, and what the office added.

Each value is plain text, a number, an address or a list of such; making them inert is `inert`'s job.
"""

from __future__ import annotations

import hashlib
from typing import Final

from checker.results import AuditResult, Compliance, Coverage
from reports.comparison import Change, Comparison
from reports.language import Language
from reports.moments import day, moment
from reports.papers.accountable import NOBODY, Matter, clause_counts, matters
from reports.papers.found import Room, Row, found
from reports.papers.particulars import Particulars
from reports.states import State
from reports.unseen import unseen
from reports.visible import clip
