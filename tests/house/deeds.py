"""Services as their code reads: in which order each one asks, takes rows, and changes them."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import config

APP = config.ROOT / "app"
ENTRANCES = {"views", "commands", "jobs", "module", "people_commands", "search_commands"}
"""The rooms that ask for a deed: pages, commands, jobs, and the listeners of a module."""
COMPOSING = {"pages", "operations"}
"""What is above the modules asks for deeds too."""
TAKES = {"lock_rows", "advisory_lock", "make", "with_for_update"}
STANDS = {"refused_on_violation", "add_once"}
READS = {"scalar", "scalars", "get", "get_one", "execute", "first_or_404"}
WRITES = {"add", "add_all", "delete", "merge"}
STATEMENTS = {"update", "insert", "delete"}
DEEPEST = 6

TAKE, STAND, ASK, CHANGE, MAKE = "take", "stand", "ask", "change", "make"


@dataclass(frozen=True)
class Event:
    """One thing a deed does, in order: it takes rows, asks, changes, or makes new ones."""

    what: str
    words: str


@dataclass
class File:
    """One file of the application, with what its names stand for."""

    path: Path
    tree: ast.Module
    modules: dict[str, str] = field(default_factory=dict)
    functions: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """As it is imported: app.meetings.services."""
        parts = self.path.relative_to(config.ROOT).with_suffix("").parts
        return ".".join(part for part in parts if part != "__init__")

    @cached_property
    def defined(self) -> dict[str, ast.FunctionDef]:
        """The functions of its first level."""
        return {one.name: one for one in self.tree.body if isinstance(one, ast.FunctionDef)}


class House:
    """Every file of the application, read once."""

    def __init__(self) -> None:
        self.files = {file.name: file for file in map(_file, sorted(APP.rglob("*.py")))}
        self.rows = set(self._rows())
        for file in self.files.values():
            self._learn(file)

    def deeds(self) -> dict[str, list[Event]]:
        """Every function that pages, commands, jobs or listeners call and that writes."""
        asked = {one for file in self._entrances() for one in self._named_in(file)}
        asked |= {one for file in self.files.values() for one in self._served(file)}
        found = {}
        for module, function in sorted(asked):
            parts = module.split(".")
            if parts[1] in {"foundation", *COMPOSING} or set(parts) & ENTRANCES:
                continue
            events = self.events_of(module, function)
            if any(event.what != ASK for event in events):
                found[f"{module.removeprefix('app.')}.{function}"] = events
        return found

    def events_of(self, module: str, function: str) -> list[Event]:
        """What one function does, that of the functions it calls included, in order."""
        file = self.files[module]
        return list(_Reading(self, file, ()).of(file.defined[function]))

    def events_in(self, source: str) -> list[Event]:
        """The same of a function that stands in no file, to try the reading itself."""
        file = File(APP / "agendas" / "services.py", ast.parse(source))
        self._learn(file)
        return list(_Reading(self, file, ()).of(next(iter(file.defined.values()))))

    def resolve(self, file: File, called: ast.expr) -> tuple[File, ast.FunctionDef] | None:
        """The function of the house that a call means."""
        found: tuple[str, str] | None = None
        if isinstance(called, ast.Name):
            if called.id in file.defined:
                found = file.name, called.id
            else:
                found = file.functions.get(called.id)
        elif isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name):
            module = file.modules.get(called.value.id)
            found = (module, called.attr) if module else None
        return self._definition(found) if found else None

    def _definition(self, named: tuple[str, str]) -> tuple[File, ast.FunctionDef] | None:
        """Where a function is written, though it may be handed on by another file."""
        file = self.files.get(named[0])
        if file is None:
            return None
        if named[1] in file.defined:
            return file, file.defined[named[1]]
        further = file.functions.get(named[1])
        return self._definition(further) if further else None

    def _rows(self) -> Iterator[str]:
        for file in self.files.values():
            for node in file.tree.body:
                if isinstance(node, ast.ClassDef) and "__tablename__" in ast.unparse(node):
                    yield node.name

    def _learn(self, file: File) -> None:
        for node in ast.walk(file.tree):
            if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("app"):
                continue
            for one in node.names:
                name, whole = one.asname or one.name, f"{node.module}.{one.name}"
                if whole in self.files:
                    file.modules[name] = whole
                else:
                    file.functions[name] = (str(node.module), one.name)

    def _entrances(self) -> Iterator[File]:
        for file in self.files.values():
            parts = set(file.name.split("."))
            if parts & ENTRANCES or parts & COMPOSING:
                yield file

    def _served(self, file: File) -> Iterator[tuple[str, str]]:
        """What a module serves to others, though no page may ask for it yet."""
        if file.name.endswith(".services"):
            yield from ((file.name, name) for name in file.defined if not name.startswith("_"))

    def _named_in(self, file: File) -> Iterator[tuple[str, str]]:
        """Functions it calls, or hands on to be called."""
        for node in ast.walk(file.tree):
            if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load):
                found = self.resolve(file, node)
                if found:
                    yield found[0].name, found[1].name


class _Reading:
    """One function being read in the order in which it runs."""

    def __init__(self, house: House, file: File, above: tuple[str, ...]) -> None:
        self.house, self.file, self.above = house, file, above
        self.given: set[str] = set()

    def of(self, function: ast.FunctionDef) -> Iterator[Event]:
        """Its events, those of what it calls among them."""
        arguments = [*function.args.args, *function.args.kwonlyargs]
        self.given = {one.arg for one in arguments if self._is_row(one.annotation)}
        self.above = (*self.above, f"{self.file.name}.{function.name}")
        for statement in function.body:
            yield from self._walk(statement)

    def _is_row(self, annotation: ast.expr | None) -> bool:
        named = {one.id for one in ast.walk(annotation or ast.Pass()) if isinstance(one, ast.Name)}
        return bool(named & self.house.rows)

    def _walk(self, node: ast.AST) -> Iterator[Event]:
        if isinstance(node, ast.FunctionDef | ast.Lambda):
            return
        if isinstance(node, ast.Call) and _last(node.func) == "lock_rows":
            yield Event(TAKE, ast.unparse(node.func))  # what it asks is which rows to take
            return
        if isinstance(node, ast.If | ast.While | ast.IfExp):
            yield from self._condition(node.test)
        for child in _in_order(node):
            yield from self._walk(child)
        if isinstance(node, ast.Call):
            yield from self._call(node)
        elif isinstance(node, ast.Assign | ast.AugAssign):
            yield from self._assignment(node)

    def _condition(self, test: ast.expr) -> Iterator[Event]:
        """Asked of a row that was given, such as `meeting.state`; its id never changes."""
        for one in self._of_given(test):
            if one.attr not in {"id", "KIND"}:
                yield Event(ASK, ast.unparse(one))

    def _assignment(self, node: ast.Assign | ast.AugAssign) -> Iterator[Event]:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        for target in targets:
            yield from (Event(CHANGE, ast.unparse(one)) for one in self._of_given(target))

    def _of_given(self, node: ast.AST) -> Iterator[ast.Attribute]:
        """Where a row that was given is looked at or written to; whoever does the deed is none."""
        for one in ast.walk(node):
            named = isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name)
            if named and one.value.id in self.given - {"by"}:
                yield one

    def _call(self, node: ast.Call) -> Iterator[Event]:
        words, last = ast.unparse(node.func), _last(node.func)
        if last in TAKES and (last != "make" or words.endswith("moves.make")):
            yield Event(TAKE, words)
        elif last in STANDS:
            yield Event(STAND, words)
        elif words == "audit.record":
            yield Event(MAKE, words)
        elif words.startswith("db.session.") and last in READS | WRITES:
            yield self._of_session(node, words, last)
        else:
            yield from self._further(node)

    def _of_session(self, node: ast.Call, words: str, last: str) -> Event:
        inside = {_last(one.func) for one in ast.walk(node) if isinstance(one, ast.Call)}
        if "with_for_update" in inside:
            return Event(TAKE, words)
        if last == "delete" or (inside & STATEMENTS) - {last}:
            return Event(CHANGE, words)
        return Event(MAKE if last in WRITES else ASK, words)

    def _further(self, node: ast.Call) -> Iterator[Event]:
        found = self.house.resolve(self.file, node.func)
        if found is None or len(self.above) >= DEEPEST or ".foundation." in found[0].name:
            return
        file, function = found
        if f"{file.name}.{function.name}" in self.above:
            return
        yield from _Reading(self.house, file, self.above).of(function)


def unversioned(house: House) -> dict[str, str]:
    """Forms that a page fills from a row and that do not say from which version of it."""
    forms = {
        name: (node, file)
        for file in house.files.values()
        if file.name.endswith(".forms")
        for node in file.tree.body
        if isinstance(node, ast.ClassDef)
        for name in [node.name]
    }
    found = {}
    for file in house.files.values():
        for call in ast.walk(file.tree):
            if not isinstance(call, ast.Call) or _last(call.func) not in forms:
                continue
            node, written = forms[_last(call.func)]
            if _is_filled_from_a_row(call) and "version" not in _fields(node, written):
                found[f"{written.name.removeprefix('app.')}.{node.name}"] = file.name
    return found


def _is_filled_from_a_row(call: ast.Call) -> bool:
    """With `obj=`, or with what a function says of a row."""
    given = {one.arg: one.value for one in call.keywords}
    data = given.get("data")
    return "obj" in given or (isinstance(data, ast.Call) and bool(data.args))


def _fields(node: ast.ClassDef, file: File) -> set[str]:
    named = {
        one.id
        for line in node.body
        if isinstance(line, ast.Assign)
        for one in line.targets
        if isinstance(one, ast.Name)
    }
    above = {one.id for one in node.bases if isinstance(one, ast.Name)}
    bases = [one for one in file.tree.body if isinstance(one, ast.ClassDef) and one.name in above]
    return named.union(*(_fields(one, file) for one in bases))


def decides(events: list[Event]) -> bool:
    """It changes what stands already, or asks before it writes."""
    return any(event.what in (ASK, CHANGE) for event in events)


def is_safe(events: list[Event]) -> bool:
    """It takes the rows before it asks or changes anything, or stands on a constraint."""
    kinds = [event.what for event in events if event.what in (TAKE, ASK, CHANGE)]
    if not kinds or kinds[0] == TAKE:
        return True
    before = kinds[: kinds.index(TAKE)] if TAKE in kinds else kinds
    return any(event.what == STAND for event in events) and CHANGE not in before


def first_fault(events: list[Event]) -> str:
    """What it does before it has taken anything."""
    return next(event.words for event in events if event.what in (ASK, CHANGE))


def _last(called: ast.expr) -> str:
    if isinstance(called, ast.Attribute):
        return called.attr
    return called.id if isinstance(called, ast.Name) else ""


def _in_order(node: ast.AST) -> Iterator[ast.AST]:
    """Values before their targets, as they run."""
    if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign) and node.value is not None:
        yield node.value
        return
    yield from ast.iter_child_nodes(node)


def _file(path: Path) -> File:
    return File(path, ast.parse(path.read_text("utf-8")))
