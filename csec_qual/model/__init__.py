"""The nouns of an evaluation: frozen, valid, and free of files, databases and language models."""
