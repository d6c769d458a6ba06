"""How long it takes to judge a portal by all rules."""
