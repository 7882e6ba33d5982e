"""How themes are found: the part `themes` of `params.yaml`."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, model_validator

from analysis.core.errors import Problem, StudyError
from analysis.core.study import Settings

Share = Annotated[float, Field(ge=0, le=1)]

Model = TypeVar("Model", bound=Settings)

RESOLUTIONS: dict[str, tuple[float, float]] = {
    "coarsest": (0.5, 1.0),
    "coarser": (0.9, 1.8),
    "normal": (1.5, 3.0),
    "finer": (2.0, 4.0),
    "finest": (3.0, 6.0),
}
"""Range of resolutions of the modularity (Reichardt & Bornholdt 2006) behind each position of the dial."""


class NamingSettings(Settings):
    """The part `themes.naming` of `params.yaml`: a language model that `regiobeeld themes propose-names` asks.

    Parameters
    ----------
    endpoint : str
        Where a server with OpenAI's interface listens (`http://127.0.0.1:8080/v1`); empty: none is asked.
    model : str
        Name of the model there.
    timeout : float
        Seconds that an answer may take.
    """

    endpoint: str = ""
    model: str = ""
    timeout: Annotated[float, Field(gt=0, le=600)] = 60

    @model_validator(mode="after")
    def _whole(self) -> NamingSettings:
        if not self.endpoint:
            return self
        try:
            address = urlsplit(self.endpoint)
            whole = address.scheme in ("http", "https") and address.hostname and (address.port or True)
        except ValueError:
            whole = False
        if not whole or address.username or address.query or address.fragment:
            raise ValueError("endpoint must be an address such as http://127.0.0.1:8080/v1, without user, ? or #")
        if not self.model:
            raise ValueError("model is empty: name the model that the endpoint serves")
        return self


class ThemeSettings(Settings):
    """The part `themes` of `params.yaml`.

    Parameters
    ----------
    detail : {"coarsest", "coarser", "normal", "finer", "finest"}
        The one dial: fewer and broader, or more and narrower themes. Their number follows from the material.
    number : int
        Ask for this many themes instead of as many as the material holds (0); for comparison with other methods.
    lsa_weight : float
        Weight of the corpus's own vocabulary (latent semantic analysis) beside 1 for the sentence encoder.
    lsa_dimensions, neighbours, runs : int
        Dimensions of that analysis; neighbours of a passage in the graph; runs of the clustering.
    subsample : float
        Share of the passages that each run sees: what holds only with all of them present is no theme.
    smallest : int
        Passages a theme must have; smaller groups join the nearest theme, or stay outliers.
    outlier_similarity : float
        A passage less similar to its theme's centre (cosine, mixed vectors) than this is an outlier.
    words, representatives : int
        Words and showing passages of a theme.
    naming : NamingSettings
        A language model that may propose names, when a person asks it to.
    """

    detail: Literal["coarsest", "coarser", "normal", "finer", "finest"] = "normal"
    number: Annotated[int, Field(ge=0, le=1000)] = 0
    lsa_weight: Annotated[float, Field(ge=0, le=5)] = 1.3
    lsa_dimensions: Annotated[int, Field(ge=2, le=1000)] = 200
    neighbours: Annotated[int, Field(ge=3, le=200)] = 15
    runs: Annotated[int, Field(ge=3, le=2000)] = 750
    subsample: Annotated[float, Field(ge=0.5, le=1)] = 0.9
    smallest: Annotated[int, Field(ge=2)] = 5
    outlier_similarity: Annotated[float, Field(ge=-1, le=1)] = 0.2
    words: Annotated[int, Field(ge=3, le=30)] = 10
    representatives: Annotated[int, Field(ge=1, le=20)] = 5
    naming: NamingSettings = NamingSettings()


def checked(model: type[Model], values: dict[str, Any]) -> Model:
    """Settings from options of the command line.

    Raises
    ------
    StudyError
        With every option that is not allowed.
    """
    try:
        return model.model_validate(values)
    except ValidationError as failure:
        raise StudyError(
            Problem(f"option {'.'.join(map(str, error['loc'])) or 'encoder'}", error["msg"])
            for error in failure.errors()
        ) from None
