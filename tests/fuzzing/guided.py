"""One target under atheris: guided by what code an input reaches.  A process of its own, as libFuzzer wants it.

`python -m tests.fuzzing.guided TARGET FOLDER SECONDS` goes on after a finding: each distinct place of an error is
kept once, input and traceback, in FOLDER/found.  What never ends or eats all memory ends the process, and libFuzzer
leaves the input in FOLDER.  Writes FOLDER/told.json at its end.
"""

from __future__ import annotations

import hashlib
import json
import logging
import random
import sys
import time
import traceback
import warnings
from pathlib import Path

import atheris

_TIMEOUT = 600  # seconds for one input by the clock, for what hangs; the target counts its CPU time
_MEMORY = 3000  # MB
_TELLING = 1.0  # seconds
_CHANGED_AS_BYTES = 0.3

with atheris.instrument_imports(include=["crawler", "rules", "checker", "reports", "audits"]):
    from tests.fuzzing.mutations import WORDS, edited, thrown
    from tests.fuzzing.target import Target, target

    CHOSEN = target(sys.argv[1])  # what it imports is instrumented


class Watched:
    """Runs a target, and keeps what breaks it."""

    def __init__(self, chosen: Target, folder: Path) -> None:
        self._target = chosen
        self._folder = folder / "found"
        self._folder.mkdir(parents=True, exist_ok=True)
        self._smallest: dict[str, int] = {}
        self._tell_at = 0.0
        self.runs = 0

    def __call__(self, data: bytes) -> None:
        self.runs += 1
        if time.monotonic() >= self._tell_at:  # libFuzzer ends the process without a word to Python
            self._tell_at = time.monotonic() + _TELLING
            self.tell()
        try:
            self._target.run(data)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
            self._keep(data, error)
            self.tell()

    def _keep(self, data: bytes, error: Exception) -> None:
        frames = traceback.extract_tb(error.__traceback__)
        place = f"{type(error).__name__} " + " < ".join(
            f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames[-4:])
        )
        if len(data) >= self._smallest.get(place, sys.maxsize):
            return
        self._smallest[place] = len(data)
        name = hashlib.sha256(place.encode()).hexdigest()[:12]
        (self._folder / name).write_bytes(data)
        told = "".join(traceback.format_exception(error))
        (self._folder / f"{name}.txt").write_text(f"{place}\n\n{told}", "utf-8", "backslashreplace")

    def tell(self) -> None:
        """Write down what was done so far."""
        told = json.dumps({"target": self._target.name, "runs": self.runs, "found": sorted(self._smallest)}, indent=1)  # fmt: skip
        (self._folder.parent / "told.json").write_text(told, "utf-8")


def main(chosen: Target, folder: Path, seconds: int) -> None:
    """Fuzz one target for so long."""
    warnings.simplefilter("ignore")
    logging.disable()
    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    seeds = list(chosen.seeds())
    for seed in seeds:
        (corpus / hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed)
    words = (*WORDS, *chosen.words, *chosen.words)
    watched = Watched(chosen, folder)

    def change(data: bytes, most: int, number: int) -> bytes:
        dice = random.Random(number)  # noqa: S311 - no secret
        if not chosen.zipped and dice.random() < _CHANGED_AS_BYTES:
            return bytes(atheris.Mutate(data, most))
        return edited(data, thrown(dice, words, seeds), zipped=chosen.zipped, most=most)[:most]

    largest = max([chosen.most, *(2 * len(seed) for seed in seeds if chosen.zipped)])
    atheris.Setup(
        [
            "fuzzing",
            f"-max_total_time={seconds}",
            f"-max_len={largest}",
            f"-timeout={_TIMEOUT}",
            f"-rss_limit_mb={_MEMORY}",
            f"-artifact_prefix={folder}/",
            "-print_final_stats=1",
            "-verbosity=0",
            str(corpus),
        ],
        watched,
        custom_mutator=change,
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main(CHOSEN, Path(sys.argv[2]), int(sys.argv[3]))
