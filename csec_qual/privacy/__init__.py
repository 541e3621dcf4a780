"""What may leave the study: masked county labels, masked names, and the one gate for words and counts."""
