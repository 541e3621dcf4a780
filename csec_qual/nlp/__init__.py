"""Language models behind one door: the only room that knows spaCy."""
