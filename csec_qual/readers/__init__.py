"""A file becomes a transcript: recognised by its content, with notices for doubtful lines."""
