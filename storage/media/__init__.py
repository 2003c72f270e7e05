"""Photos: judged by their content, stripped of everything but the picture, kept so that files and rows agree."""

from storage.media.photos import Photo, accept, file_of, keep, path_of, photo
from storage.media.picture import MAX_BYTES, Prepared, prepare
from storage.media.sweeping import Swept, sweep

__all__ = [
    "MAX_BYTES",
    "Photo",
    "Prepared",
    "Swept",
    "accept",
    "file_of",
    "keep",
    "path_of",
    "photo",
    "prepare",
    "sweep",
]
