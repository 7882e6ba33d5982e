"""`params.yaml`: the parameters of the analysis and nothing else, so that comparing two runs by them means something."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from analysis.comparison import ComparisonSettings
from analysis.core.paths import Paths
from analysis.core.study import Settings, read_settings
from analysis.encoders import EncoderSettings
from analysis.passages import PassageSettings
from analysis.privacy.pseudonyms import PseudonymSettings
from analysis.sources import SourceSettings
from analysis.themes import ThemeSettings


class Params(Settings):
    """All parameters; each part belongs to the stage of the same name, and each has a default."""

    seed: Annotated[int, Field(ge=0, lt=2**31)] = 2025
    sources: SourceSettings = SourceSettings()
    pseudonyms: PseudonymSettings = PseudonymSettings()
    passages: PassageSettings = PassageSettings()
    encoder: EncoderSettings = EncoderSettings()
    themes: ThemeSettings = ThemeSettings()
    comparison: ComparisonSettings = ComparisonSettings()


def read(paths: Paths) -> Params:
    """The parameters of this study.

    Raises
    ------
    StudyError
        With every unknown key and wrong value, each with its line.
    """
    return read_settings(Params, paths.params, paths.root, Params.model_fields)
