"""Which pages belong together: a consultation and its answer, a policy and its interpretation.

Every pair says how sure it is and why; a doubtful one is shown, and decides nothing.
"""
