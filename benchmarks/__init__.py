"""How fast it is, measured beside what else one could use; ``python -m benchmarks.engine`` runs it."""
