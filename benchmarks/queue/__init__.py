"""The queue of many machines, measured."""
