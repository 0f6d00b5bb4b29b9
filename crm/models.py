"""All tables in one place, for Alembic and for whoever opens the database."""

from crm.accounts import models as accounts
from crm.audit import models as audit
from crm.bills import models as bills
from crm.calling import models as calling
from crm.campaigns import models as campaigns
from crm.coalition import models as coalition
from crm.db import Base
from crm.digest import models as digest
from crm.forecast import models as forecast
from crm.importers import models as importers
from crm.jurisdictions import models as jurisdictions
from crm.lobbying import models as lobbying
from crm.outreach import models as outreach
from crm.people import models as people
from crm.positions import models as positions

__all__ = [
    "Base",
    "accounts",
    "audit",
    "bills",
    "calling",
    "campaigns",
    "coalition",
    "digest",
    "forecast",
    "importers",
    "jurisdictions",
    "lobbying",
    "outreach",
    "people",
    "positions",
]

metadata = Base.metadata
