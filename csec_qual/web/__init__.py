"""The workbench: people read, decide and code, in a browser."""
