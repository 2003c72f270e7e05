"""A county with months of invented life, for the demo, the tour and measurements."""

from bot.sample.county import County, plant_county

__all__ = ["County", "plant_county"]
