"""The codebook as text: its query language, its files, and what identifies a version of it."""
