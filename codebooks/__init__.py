"""The shipped codebooks; each is a folder of YAML files, read through ``csec_qual.base.shipped``."""
