"""What every stage stands on: the study and its settings, tables and paths, labels, errors, and what saves time."""
