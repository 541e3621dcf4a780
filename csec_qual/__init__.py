"""Qualitative coding for evaluations of county programs."""
