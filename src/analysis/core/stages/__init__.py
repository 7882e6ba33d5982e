"""Stages of the pipeline from inside: what `dvc.yaml` declares of them, the label that follows, and what they may open."""
