"""Draft a pack from a work-point document: its clauses, their units, and which rules might judge them.

A draft is for a clerk to finish: it proposes, and marks all that it proposes.
"""

from rules.drafting.outline import Draft, split_document
from rules.drafting.pack_text import pack_text
from rules.drafting.proposals import Proposal, Proposer

__all__ = ["Draft", "Proposal", "Proposer", "pack_text", "split_document"]
