"""Keep and fetch, nothing else: the one room that knows the database."""
