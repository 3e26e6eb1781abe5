"""Policy, as a pure function: who gets the workers, what is tried again, what is given up, what is kept.

    state, decisions = decide(state, now, events)

There is no clock, no thread and no dask in here. An engine tells what happened and when, and carries
out what was decided; a test does the same by hand.
"""
