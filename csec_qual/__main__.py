"""``python -m csec_qual`` is the same as ``csec-qual``."""

from csec_qual.cli.main import main

main()
