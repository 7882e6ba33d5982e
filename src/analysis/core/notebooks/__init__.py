"""Notebooks as the pipeline sees them: parameters checked, run over IPC, brought into normal form, rendered."""
