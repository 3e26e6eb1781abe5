"""The baselines a network is held against: simple answers, some of them fitted by a worker."""
