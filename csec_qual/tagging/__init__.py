"""Turns and a codebook to suggestions, each with the rule and the words behind it."""
