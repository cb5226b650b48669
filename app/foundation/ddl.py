"""Triggers that hold rows for good, written once for both databases."""

from dataclasses import dataclass
from typing import cast

from sqlalchemy import DDL, Connection, Table, event
from sqlalchemy.orm import DeclarativeBase

UPDATE, DELETE, INSERT = "update", "delete", "insert"
_RELEASED = "SELECT 1 FROM released_row WHERE of_table = '{table}' AND row_id = OLD.id"
_IMMUTABLE: dict[str, "Immutable"] = {}


@dataclass(frozen=True)
class Immutable:
    """The rows of a table for which these verbs are refused by triggers."""

    table: str
    when: str | None = None
    """A condition in SQL over OLD, for both databases; it may query other tables. None: every row.
    Where INSERT is refused too, the same condition over NEW: no row is added or moved in."""
    update_of: tuple[str, ...] = ()
    """The columns that are held; empty: all of them."""
    verbs: tuple[str, ...] = (UPDATE, DELETE)
    label: str = ""
    """Names one of several `Immutable` of the same table."""
    for_good: bool = False
    """Whether a row is not even deleted by a deed that has released it (`taking_back`)."""

    @property
    def names(self) -> dict[str, str]:
        """The name of the trigger for each verb."""
        about = "_".join(filter(None, (self.table, self.label)))
        return {verb: f"keep_{about}_{verb}" for verb in self.verbs}

    def statements(self, dialect: str) -> list[str]:
        """The DDL that creates the triggers on this database."""
        return [
            statement
            for verb in self.verbs
            for statement in _trigger(self, verb=verb, dialect=dialect)
        ]

    def drops(self, dialect: str) -> list[str]:
        """The DDL that drops them, before a migration rebuilds the table."""
        on = f" ON {self.table}" if dialect == "postgresql" else ""
        return [f"DROP TRIGGER IF EXISTS {name}{on}" for name in self.names.values()]

    def condition(self, verb: str) -> str | None:
        """When this verb is refused."""
        found = self._condition(verb)
        if verb != DELETE or self.for_good:
            return found
        held = f"NOT EXISTS ({_RELEASED.format(table=self.table)})"
        return f"({found}) AND {held}" if found else held

    def _condition(self, verb: str) -> str | None:
        if self.when is None or INSERT not in self.verbs or verb == DELETE:
            return self.when
        after = self.when.replace("OLD.", "NEW.")
        return after if verb == INSERT else f"({self.when}) OR ({after})"


def make_immutable(
    model: type[DeclarativeBase],
    *,
    when: str | None = None,
    update_of: tuple[str, ...] = (),
    verbs: tuple[str, ...] = (UPDATE, DELETE),
    label: str = "",
    for_good: bool = False,
) -> None:
    """Create the triggers of this table with it."""
    table = cast(Table, model.__table__)
    promise = Immutable(table.name, when, update_of, verbs, label, for_good)
    _IMMUTABLE[f"{table.name}_{label}"] = promise
    for dialect in ("sqlite", "postgresql"):
        for statement in promise.statements(dialect):
            ddl = DDL(statement.replace("%", "%%"))  # type: ignore[no-untyped-call]
            event.listen(table, "after_create", ddl.execute_if(dialect=dialect))


def immutable_tables() -> list[Immutable]:
    """Every table that has such triggers."""
    return [_IMMUTABLE[name] for name in sorted(_IMMUTABLE)]


def recreate_triggers(connection: Connection, tables: set[str]) -> None:
    """Create the triggers of these tables again, after migrations have rebuilt them."""
    dialect = connection.dialect.name
    for promise in immutable_tables():
        if promise.table in tables:
            for statement in promise.drops(dialect) + promise.statements(dialect):
                connection.exec_driver_sql(statement.replace("%", "%%"))


def _trigger(promise: Immutable, *, verb: str, dialect: str) -> list[str]:
    table, name = promise.table, promise.names[verb]
    held = promise.update_of if verb == UPDATE else ()
    columns = f" OF {', '.join(held)}" if held else ""
    sentence = f"{table} is kept as it was written"
    when = promise.condition(verb)
    if dialect == "sqlite":
        condition = f" WHEN {when}" if when else ""
        return [
            f"CREATE TRIGGER {name} BEFORE {verb.upper()}{columns} ON {table}{condition} "
            f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
        ]
    goes_on = "OLD" if verb == DELETE else "NEW"
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {when or 'true'} THEN RAISE EXCEPTION '{sentence}'; END IF; "
        f"RETURN {goes_on}; END $$",
        f"CREATE TRIGGER {name} BEFORE {verb.upper()}{columns} ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]
