"""An invented state to practise in: two years of a campaign that ends next week. Nobody and nothing in it exists."""

from seeds.training.facts import CAMPAIGN, JURISDICTION, MEASURE
from seeds.training.replay import load

__all__ = ["CAMPAIGN", "JURISDICTION", "MEASURE", "load"]
