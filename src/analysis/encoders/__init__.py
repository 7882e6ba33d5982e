"""Sentence encoders behind one interface, and the store of their vectors."""

from analysis.encoders.models import encode, fingerprint, load, without_gloss
from analysis.encoders.settings import EncoderSettings
from analysis.encoders.store import Embeddings, embed, read

__all__ = ["Embeddings", "EncoderSettings", "embed", "encode", "fingerprint", "load", "read", "without_gloss"]
