"""A fresh database for each test."""

import pytest

from csec_qual.store.engine import Database


@pytest.fixture
def database(tmp_path):
    """An empty study database."""
    made = Database(tmp_path / "study.db", 0.1)
    yield made
    made.close()
