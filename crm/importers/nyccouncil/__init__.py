"""The New York City Council from Legistar's JSON: matters and their history, members, bodies, meetings."""
