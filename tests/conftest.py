"""What every test shares: the profile under which properties are explored."""

import os

from hypothesis import settings

# The same examples on every run where a failure must be repeatable by others.
settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("dev", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "dev")
