"""Builds a report's sections and header, from a template or from a past paper."""

from collections.abc import Iterable, Iterator
from typing import Any

from app.foundation.errors import Refused
from app.foundation.richtext.dialect import clean, is_blank
from app.reports.contents import standard_answers
from app.reports.models import BACKGROUND, Section, TemplateSection, TemplateVersion
from app.reports.wards import in_one_form

LAST = 1000
"""The place of the list of background papers where the template has none."""


def sections_of(template: TemplateVersion) -> Iterable[Section]:
    """The sections of a template, with those beneath their sub-headings."""
    position = 0
    for given in template.sections:
        position += 1
        text = "" if given.sub_headings else given.default_text
        yield Section(
            position=position,
            key=given.key,
            label=given.label,
            text=text,
            is_preset=not is_blank(text),
        )
        for sub in given.sub_headings:
            position += 1
            yield _beneath(given, sub, position=position)


def _beneath(given: TemplateSection, sub: dict[str, str], *, position: int) -> Section:
    return Section(
        position=position,
        key=f"{given.key}.{sub['key']}",
        label=sub["label"],
        parent_key=given.key,
        text=given.default_text,
        is_preset=not is_blank(given.default_text),
    )


def stays_preset(section: Section, text: str, *, looked: bool | None) -> bool:
    """Whether what is saved now is still a standard answer at which nobody has looked."""
    if section.text != text or is_blank(text):
        return False
    if looked is None:
        return section.is_preset
    return not looked and text == standard_answers(section.report.template_version).get(section.key)


def with_background(
    sections: Iterable[Section], standard: TemplateSection | None
) -> Iterator[Section]:
    """The sections, and at their end the list of background papers if they have none.

    Every report to a board under the access rules lists them or says that there are none (LGA 1972
    s100D(1)), also in a template that does not ask for them. `standard` is how the other templates
    ask.
    """
    is_listed = False
    for section in sections:
        is_listed = is_listed or section.key == BACKGROUND
        yield section
    if standard is not None and not is_listed:
        text = standard.default_text
        yield Section(
            position=LAST,
            key=BACKGROUND,
            label=standard.label,
            text=text,
            is_preset=not is_blank(text),
        )


def place_at_end(sections: Iterable[Section]) -> int:
    """Where a section of the author's own goes: last, but before a list that was added."""
    return max((one.position for one in sections if one.position < LAST), default=0) + 1


def printed(sections: list[dict[str, Any]]) -> Iterable[Section]:
    """The sections of a past paper under its own labels and numbers."""
    position = 0
    taken: set[str] = set()
    for given in sections:
        position += 1
        key = _free(given["key"], taken)
        yield Section(
            position=position,
            key=key,
            label=given["label"],
            printed_number=given.get("number", ""),
            text=clean(given.get("text", "")),
        )
        for place, part in enumerate(given.get("parts", ()), 1):
            position += 1
            name = str(part.get("key") or place).rpartition(".")[2]
            yield Section(
                position=position,
                key=_free(f"{key}.{name}", taken),
                label=part["label"],
                parent_key=key,
                text=clean(part.get("text", "")),
            )


def _free(key: str, taken: set[str]) -> str:
    """A key that is not taken: a past paper may have a section twice."""
    found, again = key, 2
    while found in taken:
        found, again = f"{key}-{again}", again + 1
    taken.add(found)
    return found


def titled(title: str) -> str:
    """A title in one line; refused if it is empty, since the paper could not be cited."""
    line = " ".join(title.split())
    if not line:
        raise Refused("Enter the title.", field="title")
    return line


def tidy(header: dict[str, str]) -> dict[str, str]:
    """The facts of the header without white space at their edges."""
    return {key: str(value).strip() for key, value in header.items()}


def typed_header(header: dict[str, str]) -> dict[str, str]:
    """The facts that somebody typed: all wards are said in one way."""
    facts = tidy(header)
    return facts | {key: in_one_form(facts[key]) for key in ("wards",) if key in facts}
