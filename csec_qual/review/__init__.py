"""What people may decide, and what their decisions come to."""
