"""Who appears in the tests. All invented; the same name always plays the same part."""

STATE = "Merrow"
"""A state with two chambers."""

MEASURE = "Open Kitchens Act"
"""What the campaign wants to become law."""

ADA = "Ada Okafor"
"""The organizer: logs calls, records positions."""

LEO = "Leo Brandt"
"""The campaign lead: rules where reports disagree."""

VERA = "Vera Quist"
"""The volunteer caller."""

ROOT = "Rosa Thorne"
"""The administrator."""

NEIGHBORS = "Neighbors Together"
"""The organization that leads the campaign; Ada and Leo work for it."""

CLINIC = "Harbor Law Clinic"
"""A partner in the campaign."""

OUTSIDERS = "Civic Outsiders"
"""An organization that takes no part in the campaign."""

SENATOR = "Sena Abara"
"""A senator."""

OTHER_SENATOR = "Tomás Peña-Ortiz"
"""A senator whose name has accents and a hyphen."""

MEMBER = "Mo Lindqvist"
"""A member of the lower house."""

GOVERNOR = "Gwen Hale"
"""The governor: signs, and is in no count."""
