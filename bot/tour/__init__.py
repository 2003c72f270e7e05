"""The whole story without a person: the same conversations, clock and reports as in earnest, told in a terminal."""

from bot.tour.play import play

__all__ = ["play"]
