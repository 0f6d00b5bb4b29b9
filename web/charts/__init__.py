"""Pictures as SVG text: pure functions from numbers to markup, without I/O, script or inline style."""

from web.charts.hemicycle import SeatMark, seat_chart
from web.charts.river import RiverPoint, river
from web.charts.river_events import RiverEvent
from web.charts.steps import StepPoint, steps
from web.charts.totals import totals

__all__ = ["RiverEvent", "RiverPoint", "SeatMark", "StepPoint", "river", "seat_chart", "steps", "totals"]
