"""The reader of pictures: RapidOCR on onnxruntime with the models that come in its package (extra `ocr`).

Nothing is fetched: https://rapidai.github.io/RapidOCRDocs/main/install_usage/rapidocr/parameters/ names the three
models that lie in the wheel, and only those are asked for here. Four seconds of one core and up to 500 MiB a photo,
which is why it runs in a process that ends when it is idle.
"""

from __future__ import annotations

import os
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rapidocr import RapidOCR

    from checklists.certificate_fields import Line

LONGEST_SIDE = 1280
"""Pixels to which a photo is shrunk for finding its lines; they are read from the photo as it is."""
THREADS = 2


def installed() -> bool:
    """Whether the extra is there, without importing it (which takes two seconds)."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def lines(path: str) -> list[Line]:
    """The lines of text in a picture file, from top to bottom as far as it lies upright; none in one without text."""
    from checklists.certificate_fields import Line

    found = _reader()(path)
    texts, scores = getattr(found, "txts", None) or (), getattr(found, "scores", None) or ()
    return [Line(str(text), float(score)) for text, score in zip(texts, scores, strict=True)]


@cache
def _reader() -> RapidOCR:
    """Kept for the life of the process."""
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")  # waiting threads leave the core to others
    from rapidocr import RapidOCR

    return RapidOCR(
        params={
            "Global.log_level": "error",
            "Det.limit_type": "max",
            "Det.limit_side_len": LONGEST_SIDE,
            "EngineConfig.onnxruntime.intra_op_num_threads": THREADS,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )
