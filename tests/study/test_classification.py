"""A label only rises."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.core.classification import LEVELS, Label, carry, join, label_of, rank

labels = st.builds(Label, st.sampled_from(LEVELS), st.lists(st.sampled_from("abcd"), max_size=4).map(tuple))


@given(st.lists(labels, max_size=6), labels)
def test_a_join_is_under_none_of_its_parts_whatever_is_added(parts, another):
    before, after = join(parts), join([*parts, another])
    assert rank(after.level) == max(rank(before.level), rank(another.level))
    assert set(after.caveats) == set(before.caveats) | set(another.caveats)


@given(st.permutations([Label("Ongerubriceerd", ("b",)), Label("Stg. Geheim", ("a",)), Label("Stg. Confidentieel")]))
def test_the_order_of_a_join_does_not_matter(parts):
    assert join(parts) == Label("Stg. Geheim", ("a", "b"))


def test_a_table_bears_the_join_of_its_rows():
    table = pd.DataFrame({"classification": ["Ongerubriceerd", "Stg. Geheim"], "caveats": ["b;a", ""]})
    assert label_of(table) == Label("Stg. Geheim", ("a", "b"))
    assert label_of(carry(table[:1], label_of(table))) == label_of(table)


def test_a_level_nobody_knows_is_no_label():
    with pytest.raises(ValueError, match="'Openbaar' is no classification"):
        Label("Openbaar")
