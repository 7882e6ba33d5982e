"""A report whose material, text and code are as they were is taken up, and equals the one that would be made."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import kept
from analysis.kept import Kept


def test_what_is_kept_is_found_under_its_key_alone(tmp_path):
    store = Kept(tmp_path / "a")
    store.put("k", {"titel": "één", "regels": [1, 2]})
    assert Kept(tmp_path / "a").get("k") == {"titel": "één", "regels": [1, 2]}
    assert Kept(tmp_path / "a").get("l") is None


def test_what_cannot_be_read_is_not_there(tmp_path):
    Kept(tmp_path).put("k", 1)
    (tmp_path / "k.json").write_text("{half")
    assert Kept(tmp_path).get("k") is None


def test_without_a_folder_nothing_is_kept():
    store = Kept(None)
    store.put("k", 1)
    assert store.get("k") is None


def test_what_nobody_asks_for_any_more_is_removed(tmp_path):
    for name in ("old", "new"):
        Kept(tmp_path).put(name, 1)
    store = Kept(tmp_path)
    store.get("new")
    store.forget_others()
    assert [path.stem for path in tmp_path.glob("*.json")] == ["new"]


@given(st.lists(st.binary(max_size=5), max_size=4), st.lists(st.binary(max_size=5), max_size=4))
def test_other_parts_have_another_key(left, right):
    assert (kept.key(*left) == kept.key(*right)) == (left == right)
