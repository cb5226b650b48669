"""A post may be a further reader: whoever holds it on the day reads, and nobody who left it."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

ONE_OF_TWO = "(group_id IS NULL) <> (person_id IS NULL)"
ONE_OF_THREE = (
    "CASE WHEN group_id IS NULL THEN 0 ELSE 1 END"
    " + CASE WHEN person_id IS NULL THEN 0 ELSE 1 END"
    " + CASE WHEN post_id IS NULL THEN 0 ELSE 1 END = 1"
)
CREATE_POSTS = """
    CREATE TEMPORARY TABLE reader_in_post AS
    SELECT reader.id, action.post_id FROM reader
    JOIN action ON reader.kind = 'action' AND action.id = reader.thing_id
    WHERE reader.reason = 'owner of the action' AND action.post_id IS NOT NULL
    UNION
    SELECT reader.id, post.id FROM reader
    JOIN post_holder ON post_holder.person_id = reader.person_id
    JOIN post ON post.id = post_holder.post_id
    WHERE reader.reason = 'clearance' AND post.clears IS NOT NULL
    AND (post_holder.from_on IS NULL OR post_holder.from_on <= date(reader.at))
    AND (post_holder.to_on IS NULL OR post_holder.to_on >= date(reader.at))
"""
"""Which post was meant where a person was let in: the action's, or the clearing post held then."""
INSERT_POSTS = """
    INSERT INTO reader (kind, thing_id, post_id, reason, granted_by, at)
    SELECT kind, thing_id, reader_in_post.post_id, reason, MIN(granted_by), MIN(at)
    FROM reader JOIN reader_in_post ON reader_in_post.id = reader.id
    GROUP BY kind, thing_id, reader_in_post.post_id, reason
"""
INSERT_PEOPLE = """
    INSERT INTO reader (kind, thing_id, person_id, reason, granted_by, at)
    SELECT kind, thing_id, post_holder.person_id, reason, MIN(granted_by), MIN(at)
    FROM reader JOIN post_holder ON post_holder.post_id = reader.post_id
    WHERE (post_holder.from_on IS NULL OR post_holder.from_on <= CURRENT_DATE)
    AND (post_holder.to_on IS NULL OR post_holder.to_on >= CURRENT_DATE)
    GROUP BY kind, thing_id, post_holder.person_id, reason
"""


def upgrade() -> None:
    with op.batch_alter_table("reader") as table:
        table.drop_constraint(op.f("ck_reader_board_or_person"), type_="check")
        table.add_column(sa.Column("post_id", sa.Integer(), nullable=True))
        table.create_check_constraint(op.f("ck_reader_board_person_or_post"), ONE_OF_THREE)
    op.create_index(op.f("ix_reader_post_id"), "reader", ["post_id"], unique=False)
    op.execute(CREATE_POSTS)
    op.execute(INSERT_POSTS)
    op.execute("DELETE FROM reader WHERE id IN (SELECT id FROM reader_in_post)")
    op.execute("DROP TABLE reader_in_post")


def downgrade() -> None:
    op.execute(INSERT_PEOPLE)
    op.execute("DELETE FROM reader WHERE post_id IS NOT NULL")
    op.drop_index(op.f("ix_reader_post_id"), "reader")
    with op.batch_alter_table("reader") as table:
        table.drop_constraint(op.f("ck_reader_board_person_or_post"), type_="check")
        table.drop_column("post_id")
        table.create_check_constraint(op.f("ck_reader_board_or_person"), ONE_OF_TWO)
