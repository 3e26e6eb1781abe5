"""What a learner takes home of a run: its code, its numbers, its network."""
