"""The fictional sample study: three invented counties, their transcripts and the lists that describe them."""
