"""How themes are found: the part `themes` of `params.yaml`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from analysis.study import Settings

Share = Annotated[float, Field(ge=0, le=1)]

RESOLUTIONS: dict[str, tuple[float, ...]] = {
    "coarsest": (0.5, 0.75, 1.0),
    "coarser": (0.75, 1.0, 1.5),
    "normal": (1.0, 1.5, 2.0),
    "finer": (1.5, 2.0, 3.0),
    "finest": (2.0, 3.0, 4.0),
}
"""Resolutions of the modularity (Reichardt & Bornholdt 2006) behind each position of the dial."""


class ThemeSettings(Settings):
    """The part `themes` of `params.yaml`.

    Parameters
    ----------
    detail : {"coarsest", "coarser", "normal", "finer", "finest"}
        The one dial: fewer and broader, or more and narrower themes. Their number follows from the material.
    lsa_weight : float
        Weight of the corpus's own vocabulary (latent semantic analysis) beside 1 for the sentence encoder.
    lsa_dimensions, neighbours, seeds : int
        Dimensions of that analysis; neighbours of a passage in the graph; runs of the clustering at each resolution.
    subsample : float
        Share of the passages that each run sees: what holds only with all of them present is no theme.
    smallest : int
        Passages a theme must have; smaller groups join the nearest theme, or stay outliers.
    outlier_similarity : float
        A passage less similar to its theme's centre (cosine, mixed vectors) than this is an outlier.
    words, representatives : int
        Words and showing passages of a theme.
    """

    detail: Literal["coarsest", "coarser", "normal", "finer", "finest"] = "normal"
    lsa_weight: Annotated[float, Field(ge=0, le=5)] = 0.7
    lsa_dimensions: Annotated[int, Field(ge=2, le=1000)] = 200
    neighbours: Annotated[int, Field(ge=3, le=200)] = 15
    seeds: Annotated[int, Field(ge=1, le=100)] = 8
    subsample: Annotated[float, Field(ge=0.5, le=1)] = 0.9
    smallest: Annotated[int, Field(ge=2)] = 5
    outlier_similarity: Annotated[float, Field(ge=-1, le=1)] = 0.1
    words: Annotated[int, Field(ge=3, le=30)] = 10
    representatives: Annotated[int, Field(ge=1, le=20)] = 5
