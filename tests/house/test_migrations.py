"""Migrations make what the models say, triggers included, and can be taken back."""

import os
import shutil
from collections.abc import Iterator

import flask_migrate
import pytest
import sqlalchemy
from alembic.autogenerate import compare_metadata, produce_migrations, render_python_code
from alembic.migration import MigrationContext
from alembic.operations import Operations
from flask import Flask
from sqlalchemy import inspect, text

import config
from app import create_app
from app.foundation import ddl, migrating
from app.foundation.db import Base, db


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty(request: pytest.FixtureRequest, tmp_path) -> Iterator[Flask]:
    url = f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    if request.param == "postgres":
        url = request.getfixturevalue("cluster").create(f"empty_{os.getpid()}")
    os.environ |= {"GUILDHALL_INSTANCE": str(tmp_path), "DATABASE_URL": url}
    app = create_app(config.Testing)
    app.cli.read()
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    if request.param == "postgres":
        request.getfixturevalue("cluster").drop(f"empty_{os.getpid()}")


def triggers() -> list[str]:
    """The names of all triggers in the database."""
    asked = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if db.engine.dialect.name == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    with db.engine.connect() as connection:
        return sorted(connection.scalars(text(asked)))


def differences() -> list[object]:
    """What the models say and the database does not, or the other way round."""
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))


def test_migrations_make_what_the_models_say(empty):
    flask_migrate.upgrade()
    assert differences() == [], "write a migration: flask db revision --autogenerate -m …"
    promised = {name for promise in ddl.immutable_tables() for name in promise.names.values()}
    assert set(triggers()) == promised


def test_migrations_can_be_taken_back_and_made_again(empty):
    flask_migrate.upgrade()
    tables, kept = sorted(inspect(db.engine).get_table_names()), triggers()
    flask_migrate.downgrade(revision="base")
    assert inspect(db.engine).get_table_names() == ["alembic_version"]
    flask_migrate.upgrade()
    assert sorted(inspect(db.engine).get_table_names()) == tables
    assert triggers() == kept
    assert differences() == []


def test_what_autogenerate_writes_runs_and_makes_what_the_models_say(empty):
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection)
        written = produce_migrations(context, Base.metadata).upgrade_ops
        code = render_python_code(written, render_item=migrating.render_item)
        assert "UTCDateTime" not in code
        known = {"op": Operations(context), "sa": sqlalchemy}
        exec(f"def upgrade():\n    {code}", known)
        known["upgrade"]()
        connection.commit()
    assert differences() == []


def test_a_new_migration_takes_the_next_number_and_is_the_newest(empty, tmp_path):
    folder = tmp_path / "migrations"
    shutil.copytree(config.ROOT / "migrations", folder)
    newest = int((folder / migrating.HEAD).read_text())
    flask_migrate.upgrade(directory=str(folder))
    flask_migrate.revision(directory=str(folder), message="Petitions", autogenerate=True)
    number = (folder / migrating.HEAD).read_text().strip()
    assert int(number) == newest + 1
    text = (folder / "versions" / f"{number}_petitions.py").read_text()
    assert f"revision = '{number}'\ndown_revision = '{newest:04}'" in text


POSTS = """
INSERT INTO person (id, kind, honorific, name, sort_name) VALUES
    (1, 'officer', '', 'Fin Grant', 'grant fin'), (2, 'officer', '', 'Olu Eze', 'eze olu');
INSERT INTO post (id, title, clears) VALUES (7, 'Director of Finance', 'finance');
INSERT INTO post_holder (id, post_id, person_id, from_on, to_on) VALUES
    (1, 7, 1, '2020-01-01', '2024-12-31'), (2, 7, 2, '2025-01-01', NULL);
INSERT INTO reader (kind, thing_id, person_id, reason, at) VALUES
    ('report', 1, 1, 'clearance', '2024-03-01 10:00:00+00:00'),
    ('report', 1, 2, 'author', '2024-03-01 10:00:00+00:00')
"""


def test_who_was_let_in_for_a_post_gives_way_to_the_post(empty):
    flask_migrate.upgrade(revision="0011")
    with db.engine.begin() as connection:
        for statement in POSTS.split(";"):
            connection.exec_driver_sql(statement)
    readers = text("SELECT reason, person_id, post_id FROM reader ORDER BY reason")
    flask_migrate.upgrade(revision="0012")
    with db.engine.connect() as connection:
        assert connection.execute(readers).all() == [("author", 2, None), ("clearance", None, 7)]
    flask_migrate.downgrade(revision="0011")
    with db.engine.connect() as connection:
        people = text("SELECT reason, person_id FROM reader ORDER BY reason")
        assert connection.execute(people).all() == [("author", 2), ("clearance", 2)]


DOUBLES = """
INSERT INTO person (id, kind, honorific, name, sort_name) VALUES
    (1, 'councillor', '', 'Mo Barker', 'barker mo'), (2, 'officer', '', 'Olu Eze', 'eze olu');
INSERT INTO board (id, name, kind, remit, is_current, minute_prefix, numbering, number_pattern,
    quorum_rule, quorum_number, quorum_least, notice_days, notice_count, has_statutory_access,
    usual_day, usual_venue, contact_details, report_template, version)
    VALUES (1, 'Safer', 'board', '', true, '', 'never', '', 'none', 1, 1, 5, 'working', true,
    '', '', '', '', 1);
INSERT INTO meeting (id, board_id, on_date, starts_at, zone, venue, is_extraordinary, state,
    state_reason, version)
    VALUES (1, 1, '2026-05-20', '18:30', 'Europe/London', '', false, 'held', '', 1);
INSERT INTO seat (id, board_id, person_id, role, has_vote, from_on, to_on) VALUES
    (1, 1, 1, 'member', true, '2019-05-01', NULL), (2, 1, 1, 'chair', true, '2020-05-01', NULL),
    (3, 1, 1, 'chair', true, '2020-05-01', NULL), (4, 1, 1, 'chair', true, '2020-05-01', NULL),
    (5, 1, 2, 'observer', false, '2018-01-01', '2018-12-31');
INSERT INTO attendance (id, meeting_id, person_id, name, organisation, seat_id, how, capacity,
    position)
    VALUES (1, 1, 1, '', '', 4, 'present', 'member', 1);
INSERT INTO clerkship (id, board_id, person_id, from_on, to_on) VALUES
    (1, 1, 2, '2020-01-01', NULL), (2, 1, 2, '2020-01-01', NULL);
INSERT INTO post (id, title) VALUES (1, 'Head of Law');
INSERT INTO post_holder (id, post_id, person_id, from_on, to_on) VALUES
    (1, 1, 2, NULL, NULL), (2, 1, 2, '2024-01-01', NULL);
INSERT INTO party (id, name) VALUES (1, 'Together'), (2, 'Alliance');
INSERT INTO party_membership (id, person_id, party_id, from_on, to_on) VALUES
    (1, 1, 1, NULL, NULL), (2, 1, 1, NULL, NULL), (3, 1, 2, NULL, NULL);
INSERT INTO standing_item (id, board_id, position, key, title, text) VALUES
    (1, 1, 1, '', 'Apologies', ''), (2, 1, 1, '', 'Minutes', ''), (3, 1, 2, '', 'Any other', '')
"""


def test_what_was_open_twice_is_open_once(empty):
    flask_migrate.upgrade(revision="0013")
    with db.engine.begin() as connection:
        for statement in DOUBLES.split(";"):
            connection.exec_driver_sql(statement)
    flask_migrate.upgrade(revision="0015")
    with db.engine.connect() as connection:
        found = {
            table: [
                (row_id, str(to_on) if to_on else None)
                for row_id, to_on in connection.execute(
                    text(f"SELECT id, to_on FROM {table} ORDER BY id")
                )
            ]
            for table in ("seat", "clerkship", "post_holder", "party_membership")
        }
        items = connection.execute(text("SELECT id, position FROM standing_item ORDER BY id")).all()
    assert found == {
        "seat": [(1, "2020-04-30"), (2, None), (4, "2020-05-01"), (5, "2018-12-31")],
        "clerkship": [(1, None)],
        "post_holder": [(1, "2023-12-31"), (2, None)],
        "party_membership": [(1, None), (3, None)],
    }
    assert items == [(1, 1), (2, 2), (3, 3)]


GIVEN = """
INSERT INTO person (id, kind, honorific, name, sort_name) VALUES
    (1, 'officer', '', 'Fin Grant', 'grant fin'), (2, 'officer', '', 'Olu Eze', 'eze olu');
INSERT INTO post (id, title, clears) VALUES (7, 'Director of Finance', 'finance');
INSERT INTO post_holder (id, post_id, person_id, from_on, to_on, version) VALUES
    (1, 7, 1, '2020-01-01', '2024-12-31', 1), (2, 7, 2, '2025-01-01', NULL, 1);
INSERT INTO action (id, position, text, person_id, post_id, owner_words, due_words, made_on, state,
    evidence, dropped_reason, access, group_id, version) VALUES
    (1, 1, 'Mend', 1, NULL, '', '', '2026-03-01', 'open', '', '', 'open', 1, 1),
    (2, 1, 'Sweep', NULL, 7, '', '', '2026-03-01', 'open', '', '', 'open', 1, 1),
    (3, 1, 'Clean', NULL, NULL, 'All', '', '2026-03-01', 'open', '', '', 'open', 1, 1)
"""


def test_actions_that_were_given_before_are_new_to_nobody(empty):
    flask_migrate.upgrade(revision="0022")
    with db.engine.begin() as connection:
        for statement in GIVEN.split(";"):
            connection.exec_driver_sql(statement)
    flask_migrate.upgrade(revision="0023")
    receipts = text("SELECT action_id, person_id FROM action_receipt ORDER BY 1, 2")
    with db.engine.connect() as connection:
        assert connection.execute(receipts).all() == [(1, 1), (2, 1), (2, 2)]


PRESET = """
INSERT INTO report_template (id, key, name) VALUES (1, 'policy-board', 'Policy board report');
INSERT INTO template_version (id, template_id, from_on, name, is_cover_sheet, header_fields) VALUES
    (1, 1, '2022-04-01', 'Policy board report', FALSE, '[]');
INSERT INTO template_section (id, template_version_id, position, key, label, guidance, is_required,
    default_text, sub_headings) VALUES
    (1, 1, 1, 'risk', 'Risk', '', TRUE, '<p>None.</p>', '[]'),
    (2, 1, 2, 'priorities', 'Priorities', '', TRUE, '<p>None.</p>', '[{}]');
INSERT INTO person (id, kind, honorific, name, sort_name, version) VALUES
    (1, 'officer', '', 'Olu Eze', 'eze olu', 1);
INSERT INTO report (id, template_version_id, title, header, state, state_reason, started_at,
    changed_at, access, group_id, version) VALUES
    (1, 1, 'A draft', '{}', 'draft', '', '2026-03-01', '2026-03-01', 'open', 1, 1),
    (2, 1, 'Sent', '{}', 'in clearance', '', '2026-03-01', '2026-03-01', 'open', 1, 1),
    (3, 1, 'Sent back', '{}', 'draft', '', '2026-03-01', '2026-03-01', 'open', 1, 1);
INSERT INTO report_version (id, report_id, number, at, why, content, sha256, access, group_id,
    version) VALUES (1, 3, 1, '2026-03-01', 'submitted', '{}', '', 'open', 1, 1);
INSERT INTO section (id, report_id, position, key, label, parent_key, printed_number, text, version,
    changed_by_id) VALUES
    (1, 1, 1, 'risk', 'Risk', '', '', '<p>None.</p>', 1, NULL),
    (2, 1, 2, 'priorities.safe', 'Safe', 'priorities', '', '<p>None.</p>', 1, NULL),
    (3, 1, 3, 'own-1', 'Own', '', '', '<p>None.</p>', 1, NULL),
    (4, 1, 4, 'priorities.a', 'A', 'priorities', '', '<p>None.</p>', 2, 1),
    (5, 2, 1, 'risk', 'Risk', '', '', '<p>None.</p>', 1, NULL),
    (6, 3, 1, 'risk', 'Risk', '', '', '<p>None.</p>', 1, NULL)
"""


def test_standard_answers_count_as_looked_at_but_in_drafts_that_were_never_sent(empty):
    flask_migrate.upgrade(revision="0026")
    with db.engine.begin() as connection:
        for statement in PRESET.split(";"):
            connection.exec_driver_sql(statement)
    flask_migrate.upgrade(revision="0027")
    preset = text("SELECT id FROM section WHERE is_preset ORDER BY id")
    with db.engine.connect() as connection:
        assert list(connection.scalars(preset)) == [1, 2]


EXEMPT = """
INSERT INTO board (id, name, kind, remit, is_current, minute_prefix, numbering, number_pattern,
    quorum_rule, quorum_number, quorum_least, notice_days, notice_count, has_statutory_access,
    usual_day, usual_venue, contact_details, report_template, version)
    VALUES (1, 'Safer', 'board', '', true, '', 'never', '', 'none', 1, 1, 5, 'working', true,
    '', '', '', '', 1);
INSERT INTO meeting (id, board_id, on_date, starts_at, zone, venue, is_extraordinary, state,
    state_reason, version, attendance_version, times_version) VALUES
    (1, 1, '2005-05-20', '18:30', 'Europe/London', '', false, 'held', '', 1, 1, 1),
    (2, 1, '2026-05-20', '18:30', 'Europe/London', '', false, 'held', '', 1, 1, 1);
INSERT INTO agenda (id, meeting_id, state, version) VALUES (1, 1, 'draft', 1), (2, 2, 'draft', 1);
INSERT INTO agenda_item (id, agenda_id, position, number, kind, standing_key, title, text, part,
    paragraphs, public_interest, is_late, late_reason, pages, access, group_id, version) VALUES
    (1, 1, 1, '1', 'ordinary', '', 'A', '', 2, '[9]', '', false, '', '', 'open', 1, 1),
    (2, 2, 1, '1', 'ordinary', '', 'B', '', 2, '[3]', '', false, '', '', 'open', 1, 1),
    (3, 2, 2, '2', 'ordinary', '', 'C', '', 2, '[]', '', false, '', '', 'open', 1, 1),
    (4, 2, 3, '3', 'ordinary', '', 'D', '', 1, '[]', '', false, '', '', 'open', 1, 1);
INSERT INTO agenda_item_exempt (id, item_id, title, text, access, group_id, version) VALUES
    (1, 1, 'A', '', 'exempt', 1, 1), (2, 2, 'B', '', 'exempt', 1, 1),
    (3, 3, 'C', '', 'confidential', 1, 1)
"""


def test_what_is_exempt_already_stands_in_the_register_with_nobody_named(empty):
    """R3.2, §16-19: each by the list of its day."""
    flask_migrate.upgrade(revision="0027")
    with db.engine.begin() as connection:
        for statement in EXEMPT.split(";"):
            connection.exec_driver_sql(statement)
    flask_migrate.upgrade(revision="0028")
    kept = text("SELECT item_id, schedule, decided_by, review_on FROM exemption ORDER BY item_id")
    with db.engine.connect() as connection:
        assert connection.execute(kept).all() == [
            (1, "of 1985", "", None),
            (2, "of 2006", "", None),
            (3, "none", "", None),
        ]
    flask_migrate.downgrade(revision="0027")
    assert "exemption" not in inspect(db.engine).get_table_names()


def test_the_newest_number_is_named():
    newest = max(path.name for path in (config.ROOT / "migrations" / "versions").glob("0*.py"))
    assert (config.ROOT / "migrations" / "HEAD.txt").read_text().strip() == newest[:4]
    said = (config.ROOT / "CHANGELOG.md").read_text("utf-8").partition("### Added")[0]
    assert f"to {newest[:4]})" in said, "CHANGELOG.md: after an upgrade run db upgrade, up to which"
