"""Agreement between coders who worked without knowing of each other."""
