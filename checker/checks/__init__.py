"""One module per kind of question.  A check is the function of its module's own name.

A check sees the site's facts and its own parameters; it does not know the rule's texts, other
checks, the network or the clock.
"""
