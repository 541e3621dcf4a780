"""Counts with a base and with their evidence, as pure functions over a data cut."""
