"""One module a step, found by its name; each knows the step before it."""
