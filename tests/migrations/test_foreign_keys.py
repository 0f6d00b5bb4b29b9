"""Foreign keys are watched over again once the migrations are through, on the very connection that ran them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from crm.accounts.models import FeedToken
from crm.sessions import open_database


def test_right_after_an_upgrade_a_row_that_points_at_nothing_is_refused(empty_database_url: str) -> None:
    database = open_database(empty_database_url)
    database.upgrade()
    database.upgrade()
    nobody = FeedToken(user_id=999, label="x", token_hash="x", created_at=datetime(2025, 1, 1, tzinfo=UTC))
    with pytest.raises(sa.exc.IntegrityError), database.write() as session:
        session.add(nobody)
    database.close()
