"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "events",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("call", sa.String(24), nullable=False, index=True),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("language", sa.String(3), nullable=False),
        sa.Column("step", sa.String(40), nullable=False),
        sa.Column("to_step", sa.String(40), nullable=False),
        sa.Column("key", sa.String(10), nullable=False),
        sa.Column("outcome", sa.String(10), nullable=False),
        sa.Column("centre", sa.String(20), nullable=False),
        sa.Column("ending", sa.String(10), nullable=False),
        sa.Column("seconds", sa.Integer),
    )
    op.create_table(
        "calls",
        sa.Column("call", sa.String(24), primary_key=True),
        sa.Column("day", sa.Date, nullable=False, index=True),
        sa.Column("hour", sa.SmallInteger, nullable=False),
        sa.Column("started_at", sa.BigInteger, nullable=False),
        sa.Column("last_at", sa.BigInteger, nullable=False),
        sa.Column("last_step", sa.String(40), nullable=False),
        sa.Column("language", sa.String(3), nullable=False),
        sa.Column("centre", sa.String(20), nullable=False),
        sa.Column("outside", sa.Boolean, nullable=False),
        sa.Column("ending", sa.String(10), nullable=False),
        sa.Column("seconds", sa.Integer),
        sa.Column("useful_at", sa.BigInteger),
        sa.Column("marks", sa.Text, nullable=False),
        sa.Column("blurred", sa.Boolean, nullable=False),
    )
    for name in ("counts", "monthly"):
        op.create_table(
            name,
            sa.Column("measure", sa.String(10), primary_key=True),
            sa.Column("day", sa.Date, primary_key=True),
            sa.Column("language", sa.String(3), primary_key=True),
            sa.Column("a", sa.String(40), primary_key=True),
            sa.Column("b", sa.String(10), primary_key=True),
            sa.Column("n", sa.Integer, nullable=False),
            sqlite_with_rowid=False,
        )
    op.create_table(
        "salts",
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("salt", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "batches",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
    )


def downgrade() -> None:
    for table in ("batches", "salts", "monthly", "counts", "calls", "events"):
        op.drop_table(table)
