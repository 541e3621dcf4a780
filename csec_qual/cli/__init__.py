"""The ``csec-qual`` command: parses, calls the study, and shows what came back."""
