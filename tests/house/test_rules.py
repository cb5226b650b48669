"""The rules of the house that no linter knows; each says what to do when it is broken."""

import ast
import importlib
import inspect
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from jinja2 import meta, nodes

import config
from app import MODULES
from app.foundation.registry import registry
from app.foundation.workflow import Machine

APP = config.ROOT / "app"
TEMPLATES = config.ROOT / "templates"
FILES = sorted(APP.rglob("*.py"))
ROOMS = {
    "module", "views", "commands", "jobs", "forms", "access", "services", "notifications",
    "exports", "search", "workflow", "queries", "policy", "models", "events",
}  # fmt: skip


def name(path: Path) -> str:
    return path.relative_to(config.ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def test_no_two_classes_of_the_tower_share_a_name():
    where: dict[str, list[str]] = {}
    for path in FILES:
        for node in tree(path).body:
            if isinstance(node, ast.ClassDef) and not node.name.endswith("Form"):
                where.setdefault(node.name, []).append(name(path))
    twice = {one: paths for one, paths in where.items() if len(paths) > 1}
    assert not twice, f"one name, one thing: rename all but one of {twice}"


def test_no_class_bears_a_word_that_the_glossary_keeps_for_pages():
    glossary = (config.ROOT / "docs" / "glossary.md").read_text("utf-8")
    banned = set(re.findall(r"^\| (\w+) \|[^|]*never a class name", glossary, flags=re.MULTILINE))
    assert banned
    for path in FILES:
        for node in tree(path).body:
            if isinstance(node, ast.ClassDef):
                assert node.name.lower() not in banned, (
                    f"{name(path)}: {node.name} is a page’s word"
                )


@pytest.mark.parametrize("path", FILES, ids=name)
def test_every_file_opens_with_a_sentence_and_stays_readable(path):
    source = path.read_text("utf-8")
    said = ast.get_docstring(tree(path))
    assert said, f"{name(path)}: say in one sentence what lives here"
    assert said.split("\n")[0].rstrip().endswith((".", ":", "…", "?")), (
        f"{name(path)}: the first line is a sentence"
    )
    assert len(source.splitlines()) <= 400, f"{name(path)}: cut it by what people do"


def test_every_package_says_one_sentence_and_nothing_else():
    for path in FILES:
        if path.name == "__init__.py" and path.parent != APP:
            statements = tree(path).body
            assert len(statements) == 1, f"{name(path)}: nothing but its sentence"


def test_only_transactions_commit():
    for path in FILES:
        if path == APP / "foundation" / "transactions.py":
            continue
        assert ".commit()" not in path.read_text("utf-8") or "whoosh" in path.parts, (
            f"{name(path)}: services flush; the request or the command commits once"
        )


def test_only_the_clock_reads_the_time():
    reads = re.compile(r"datetime\.(now|utcnow|today)\(|date\.today\(|time\.time\(")
    for path in FILES:
        if path != APP / "foundation" / "clock.py":
            found = reads.search(path.read_text("utf-8"))
            assert not found, f"{name(path)}: ask clock.now() or clock.today()"


def test_no_view_catches_what_a_service_refuses():
    for path in FILES:
        if not {"views", "views.py", "pages"} & set(path.relative_to(APP).parts):
            continue
        for node in ast.walk(tree(path)):
            caught = {ast.unparse(one) for one in ast.walk(getattr(node, "type", None) or node)}
            assert not (isinstance(node, ast.ExceptHandler) and caught & {"Refused", "Conflict"}), (
                f"{name(path)}:{node.lineno}: ask the service through submission.submit, of a "
                "button through press: it keeps nothing and tells the page what came of it"
            )
            assert not (isinstance(node, ast.IfExp) and ast.unparse(node.body) == "422"), (
                f"{name(path)}:{node.lineno}: the form or the submission has the status"
            )


def test_the_workrooms_of_a_module_are_its_own():
    pyproject = tomllib.loads((config.ROOT / "pyproject.toml").read_text("utf-8"))
    for container in pyproject["tool"]["importlinter"]["contracts"][1]["containers"]:
        folder = config.ROOT / container.replace(".", "/")
        packages = {path.parent.name for path in folder.glob("*/__init__.py")}
        workrooms = {path.stem for path in folder.glob("*.py")} | packages
        workrooms -= ROOMS | {"__init__"}
        for path in FILES:
            if folder in path.parents:
                continue
            text = path.read_text("utf-8")
            for room in workrooms:
                named = rf"from {re.escape(container)}(\.{room}[ .]|  *import .*\b{room}\b)"
                assert not re.search(named, text), (
                    f"{name(path)}: {container}.{room} is a workroom; ask {container}.services"
                )


def test_every_module_stands_on_the_tower_in_the_order_of_the_application():
    pyproject = tomllib.loads((config.ROOT / "pyproject.toml").read_text("utf-8"))
    tower = pyproject["tool"]["importlinter"]["contracts"][0]["layers"]
    folders = {path.name for path in APP.iterdir() if (path / "__init__.py").exists()}
    assert folders == set(tower), "pyproject.toml, contract 1: every folder has its layer"
    assert [module.name for module in MODULES] == list(reversed(tower[:-1])), (
        "MODULES in app/__init__.py and contract 1 in pyproject.toml name them in one order"
    )


def test_every_module_stands_in_the_contracts_that_name_them_all():
    pyproject = tomllib.loads((config.ROOT / "pyproject.toml").read_text("utf-8"))
    for contract in pyproject["tool"]["importlinter"]["contracts"]:
        sources = set(contract.get("source_modules", ()))
        if "app.operations" in sources:
            missing = {f"app.{module.name}" for module in MODULES} - sources
            assert not missing, f"pyproject.toml, contract {contract['name']}: add {missing}"


def test_every_module_with_rooms_has_the_stairs():
    pyproject = tomllib.loads((config.ROOT / "pyproject.toml").read_text("utf-8"))
    stairs = set(pyproject["tool"]["importlinter"]["contracts"][1]["containers"])
    with_rooms = {f"app.{path.parent.name}" for path in APP.glob("*/services.py")}
    missing = with_rooms - stairs - {"app.archive"}  # it has stairs of its own, contract 8
    assert not missing, f"pyproject.toml, contract 2: add {missing} to its containers"


@pytest.mark.sqlite
def test_every_page_is_marked_or_fetches_through_access(app):
    for endpoint, view in app.view_functions.items():
        if endpoint == "static" or hasattr(view, "is_open") or hasattr(view, "for_any_signed_in"):
            continue
        source = Path(view.__code__.co_filename).read_text("utf-8")
        found = [
            node
            for node in ast.walk(ast.parse(source))
            if isinstance(node, ast.FunctionDef)
            and node.name == view.__name__
            and node.lineno <= view.__code__.co_firstlineno + 8
        ]
        body = ast.unparse(found[-1]) if found else ""
        assert "access." in body and "may=" in body, (
            f"{endpoint}: mark it public or any_signed_in, or fetch through access"
        )


@pytest.mark.sqlite
def test_every_view_takes_what_its_address_holds(app):
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        taken = inspect.signature(app.view_functions[rule.endpoint]).parameters
        assert rule.arguments == set(taken), (
            f"{rule.endpoint} takes {sorted(taken)}, its address {rule.rule} holds "
            f"{sorted(rule.arguments)}: give them the same names"
        )


@pytest.mark.sqlite
def test_addresses_are_lower_kebab_case_and_typed(app):
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        plain = re.sub(r"<[^>]+>", "", rule.rule)
        assert re.fullmatch(r"[a-z0-9/-]*", plain), f"{rule.rule}: lower case, with hyphens"
        assert plain == "/" or not plain.endswith("/") or rule.rule.endswith(">"), rule.rule
        for part in re.findall(r"<([^>]+)>", rule.rule):
            assert ":" in part, f"{rule.rule}: give {part} a type"


@pytest.mark.sqlite
def test_every_view_takes_what_its_address_gives(app):
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        view = inspect.unwrap(app.view_functions[rule.endpoint])
        given = {*rule.arguments, *(rule.defaults or {})}
        taken = inspect.signature(view).parameters
        missing = {one for one in taken if taken[one].default is inspect.Parameter.empty} - given
        assert given <= set(taken) and not missing, (
            f"{rule.rule} gives {sorted(given)}, {rule.endpoint} takes {list(taken)}"
        )


@pytest.mark.sqlite
def test_every_page_compiles_and_is_used(app):
    environment = app.jinja_env
    source = "".join(path.read_text("utf-8") for path in FILES)
    templates = {path: path.read_text("utf-8") for path in TEMPLATES.rglob("*.html")}
    whole = source + "".join(templates.values())
    for path in templates:
        named = path.relative_to(TEMPLATES).as_posix()
        environment.get_template(named)
        used = named in whole or named.startswith("errors/")
        assert used, f"{named}: no view renders it and no page includes it"


def test_no_page_carries_styles_or_scripts_of_its_own():
    for path in TEMPLATES.rglob("*.html"):
        text = path.read_text("utf-8")
        assert " style=" not in text, f"{name(path)}: the content security policy refuses it"
        assert not re.search(r"<script(?![^>]* src=)", text), f"{name(path)}: scripts are files"
        assert "|safe" not in text, f"{name(path)}: nothing is marked safe in a page"
        assert not re.search(r"\bon(click|change|input|submit)=", text), name(path)


def test_no_macro_is_imported_and_not_used():
    for path in TEMPLATES.rglob("*.html"):
        text = path.read_text("utf-8")
        for line in re.findall(r"{% from \"[^\"]+\" import ([^%]+) %}", text):
            for macro in re.split(r",\s*", line.strip()):
                called = macro.split(" as ")[-1].strip()
                rest = re.sub(r"{% from [^%]+%}", "", text)
                assert re.search(rf"\b{called}\(", rest), f"{name(path)}: {called} is not used"


@pytest.mark.sqlite
def test_every_deed_in_the_log_has_a_sentence(app):
    sentences = registry(app).sentences
    missing = sorted(tag for tag in _tags() if tag not in sentences)
    assert not missing, f"give these a sentence in their `Module`: {missing}"


def test_every_setting_is_documented():
    said = (config.ROOT / "docs" / "configuration.md").read_text("utf-8")
    for key in vars(config.Production):
        if key.isupper():
            assert f"`{key}`" in said, f"explain {key} in docs/configuration.md"


def _tags() -> set[str]:
    """What `audit.record(by, "verb", thing)` and the machines' moves write, by reading the code."""
    kinds = _kinds()
    found = {f"{kind}:{move}" for kind, machine in _machines() for move in machine.moves}
    for path in FILES:
        module = path.relative_to(APP).parts[0]
        for call in ast.walk(tree(path)):
            if isinstance(call, ast.Call) and _called(call) == "record" and len(call.args) >= 3:
                verb, thing = call.args[1], ast.unparse(call.args[2])
                if isinstance(verb, ast.Constant):
                    found |= {f"{kind}:{verb.value}" for kind in _kind_of(thing, module, kinds)}
    return found


def _machines() -> Iterator[tuple[str, Machine]]:
    """Each machine with the kind of thing that it moves: its module's own."""
    for path in APP.glob("*/workflow.py"):
        folder, kinds = path.parent.name, _kinds().values()
        if folder == "foundation":
            continue
        kind = folder if folder in kinds else folder.removesuffix("s")
        assert kind in kinds, f"the machine of {folder}: its kind is none of its models'"
        yield kind, importlib.import_module(f"app.{folder}.workflow").moves


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def _kinds() -> dict[str, str]:
    """Names of variables as the code uses them, to the kinds of their classes."""
    kinds: dict[str, str] = {}
    for path in APP.rglob("models*.py"):
        for node in tree(path).body:
            if isinstance(node, ast.ClassDef):
                for line in node.body:
                    if isinstance(line, ast.AnnAssign) and ast.unparse(line.target) == "KIND":
                        assert isinstance(line.value, ast.Constant)
                        snake = re.sub(r"(?<!^)(?=[A-Z])", "_", node.name).lower()
                        kinds[snake] = str(line.value.value)
    return kinds


def _kind_of(thing: str, _module: str, kinds: dict[str, str]) -> set[str]:
    last = thing.split(".")[-1]
    return {kinds[last]} if last in kinds else set()


@pytest.mark.sqlite
def test_what_every_page_is_given_is_asked_for_by_some_page(app):
    """A name that was changed here and not there would be empty on every page without a word."""
    whole = "".join(path.read_text("utf-8") for path in TEMPLATES.rglob("*.html"))
    with app.test_request_context():
        given: dict[str, object] = {}
        app.update_template_context(given)
    frameworks = {"request", "session", "g", "current_user", "csrf_meta_tag", "csrf_token"}
    for one in set(given) - frameworks:
        assert re.search(rf"\b{one}\b", whole), f"no page asks for {one}"


@pytest.mark.sqlite
def test_what_a_page_asks_for_is_given_by_somebody(app):
    """Jinja takes a name that nobody gives for nothing, and what depends on it is left out."""
    sources = {path: path.read_text("utf-8") for path in TEMPLATES.rglob("*.html")}
    pages = {path: app.jinja_env.parse(source) for path, source in sources.items()}
    with app.test_request_context():
        context: dict[str, object] = {}
        app.update_template_context(context)
    given = {*context, *app.jinja_env.globals, *_given_by_views(), *_set_by_pages(pages.values())}
    for path, page in pages.items():
        lacking = meta.find_undeclared_variables(page) - given
        assert not lacking, f"{name(path)} asks for {sorted(lacking)}, which nobody gives"


def _given_by_views() -> set[str]:
    given: set[str] = set()
    for path in FILES:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.keyword) and node.arg:
                given.add(node.arg)
            if isinstance(node, ast.Dict):
                given |= {str(one.value) for one in node.keys if isinstance(one, ast.Constant)}
    return given


def _set_by_pages(pages: Iterable[nodes.Template]) -> set[str]:
    """Names that a page sets or imports, for itself and for those that it includes."""
    found: set[str] = set()
    for page in pages:
        found |= {one.name for one in page.find_all(nodes.Name) if one.ctx != "load"}
        found |= {one.name for one in page.find_all(nodes.Macro)}
        for names in page.find_all(nodes.FromImport):
            found |= {one if isinstance(one, str) else one[1] for one in names.names}
    return found
