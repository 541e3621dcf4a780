"""What any program needs, with no word of the domain."""
