"""The facade: opens a study, wires the rooms, delegates."""
