"""`gongkai doctor`: what is wrong with an installation, why it matters and what to do.

One module for each part of the surroundings, each with functions from `Surroundings` to `Seen`.  Nothing
here mends anything; what is written on the disk is a probe file that is taken away again.
"""
