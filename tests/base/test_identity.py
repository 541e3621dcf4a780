"""Ids and hashes follow from content alone."""

from csec_qual.base.identity import canonical, fingerprint, stable_id


def test_order_of_keys_does_not_matter():
    """Two machines must agree on what a result came from."""
    assert canonical({"b": 1, "a": ["é"]}) == '{"a":["é"],"b":1}'
    assert fingerprint({"b": 1, "a": 2}) == fingerprint({"a": 2, "b": 1})
    assert fingerprint([1, 2]) != fingerprint([2, 1])


def test_stable_id_depends_on_every_part():
    """Parts are not run together: ("ab", "c") is not ("a", "bc")."""
    assert stable_id("a", "b") == stable_id("a", "b")
    assert len({stable_id("ab", "c"), stable_id("a", "bc"), stable_id("abc")}) == 3
