"""The version of the tables."""

SCHEMA_VERSION = 4
