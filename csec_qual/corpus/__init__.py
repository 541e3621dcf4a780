"""The words of turns as arrays, and where each of them occurs."""
