"""Settings of the comparison, the `comparison:` block of `params.yaml`."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import Field

from analysis.core.study import Settings

Share = Annotated[float, Field(ge=0, le=1)]


class ComparisonSettings(Settings):
    """What counts as raising a label, and how sure a verdict must be.

    Attributes
    ----------
    resamples, permutations : int
        Cluster-bootstrap resamples of interviews; random permutations where a test cannot be computed exactly.
    confidence : float
        Of every interval; one minus it is also the false discovery rate that verdicts are held to.
    min_interviews : int
        With fewer assessable interviews on a side there is no verdict: two agreeing persons can be chance.
    min_passages, min_word_share : int, float
        A source raises a label when this many of its passages and this share of its words bear it. The share keeps one
        stray passage in a long interview from counting, and a long interview from raising everything.
    typicality : float
        A single passage counts when at least this share of the theme's passages score no higher. Passages that a topic
        model misplaces lie mostly at the edge of their theme: on four sets labelled by people a quarter takes away 37 to 59 %
        of the misplaced passages, and 16 to 20 % of the others; any share from a fifth to two fifths parts them as well.
    shared_share : float
        A label is shared when at least this share of interviews raises it in each region: three of five.
    period_boundaries : tuple of date
        First day of each period after the first; empty: `period_bins` periods with equally many dated interviews.
    distinctive_terms : int
        Words listed for each region at most.
    """

    resamples: Annotated[int, Field(ge=200, le=100_000)] = 10_000
    permutations: Annotated[int, Field(ge=200, le=1_000_000)] = 10_000
    confidence: Annotated[float, Field(gt=0.5, lt=1)] = 0.95
    min_interviews: Annotated[int, Field(ge=2)] = 3
    min_passages: Annotated[int, Field(ge=1)] = 1
    min_word_share: Share = 0.01
    typicality: Share = 0.25
    shared_share: Share = 0.6
    period_boundaries: tuple[dt.date, ...] = ()
    period_bins: Annotated[int, Field(ge=1, le=12)] = 2
    distinctive_terms: Annotated[int, Field(ge=0)] = 20
