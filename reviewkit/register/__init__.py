"""Findings over time: recorded runs, verdicts, measures and follow-up, in a log that nobody can change unseen."""
