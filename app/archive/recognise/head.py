"""The head of a report: its labels, however they are set, and the lines that have none."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.archive.paper import Confidence, ParsedPaper, ParsedSection, Purpose
from app.archive.recognise import words
from app.archive.recognise.dress import Typography
from app.archive.recognise.headings import heads_of
from app.archive.recognise.labels import LIKE_HEADINGS, OPTION, Label, label_of, labels_in
from app.archive.recognise.limbs import limbs
from app.archive.recognise.moments import first_date, time_in, trimmed, without_dates
from app.foundation.reading.lines import Line

_PLAIN = ("portfolio", "present_at_meeting", "leading_partner", "summary", "venue")
_WROTE = ("writer", "sponsor", "prepared_by")
_COVER = frozenset({"paper_title", "prepared_by", "present_at_meeting", "leading_partner"})
_TEMPLATED = frozenset({"paper_title", "leading_partner", "present_at_meeting"})
_ANSWERED = re.compile(r"^(?P<title>[A-Z][^:.]{2,79}?)\s*(?::|\s[-–—]\s)\s*(?P<rest>.*)$")
_MARK = re.compile(r"\[\s*x\s*\]|[☒☑✓✔✗✘■]|(?<!\w)[xX](?!\w)", re.IGNORECASE)
_BOX = re.compile(r"\[.?\]|[☐☒☑✓✔□■]")
_REACH = re.compile(
    r"\s*(?:\S+@\S+|\b(?:tel(?:ephone)?|phone|ext(?:ension)?|e-?mail)\b.*|"
    r"\(?\b0\d{2,4}\)?[\d ]{6,}.*)",
    re.IGNORECASE,
)
_SAID = (
    ("author", r"(?:joint |further |interim |covering )*reports? (?:of|by|from) (?:the )?"),
    ("writer", r"(?:written|compiled|produced) by "),
    ("prepared_by", r"prepared by "),
    ("sponsor", r"(?:presented|introduced|submitted) by "),
    ("purpose", r"for (?=(?:decision|discussion|information)$)"),
    ("report_to", r"(?:(?:a )?(?:paper|report) )?(?:for|to) (?:the )?"),
)
_SAYS = [(name, re.compile(rf"^{said}(?P<who>\S.{{2,120}})$", re.I)) for name, said in _SAID]
_RUN_ON = re.compile(r"\s(?=(?:JOINT )?REPORT (?:OF|BY|FROM) [A-Z])")
_FURNITURE = re.compile(
    r"^(?:agenda\b.{0,20}|item\b.{0,20}|(?:report )?cover ?sheet|report cover sheet|"
    r"(?:public |open )?report|page\b.*|not for publication.*|confidential.*|draft.*|part [i1ab]+|"
    r"(?:for )?(?:decision|discussion|information)|enclosure.*|paper\b.{0,12}|appendix\b.{0,12}|"
    r"version\b.*|[A-Z]{1,4}[/ ]?\d[\w/.-]*|\(.*\)|contents|https?:.*|.{0,2})$",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"\b(?:council|trust|authority|university|constabulary|association|college|federation|"
    r"borough of .+|city of .+|combined authority|board)$",
    re.IGNORECASE,
)
_ITSELF = re.compile(r"\b(?:parish|town|community) council$", re.IGNORECASE)
_HELD = re.compile(
    r"\s*(?:[-–—,]\s*)?(?:(?:a |the )?meeting(?: of| on)?|held(?: on)?)$", re.IGNORECASE
)
_TITLED = re.compile(
    r"^(?:the |annual |quarterly |draft |review |update |progress )*"
    r"(?:report|plan|strategy|review|update|proposal|policy|budget|minutes)\b|\breport\b",
    re.IGNORECASE,
)
_LONGEST = 160
_PROSE = 60
"""Characters from which a line without a label reads as running text."""


@dataclass
class HeadBlock:
    """The labels of one head with their lines, and where the head ends."""

    end: int = 0
    labels: list[Label] = field(default_factory=list)
    values: dict[str, list[str]] = field(default_factory=dict)
    sections: list[ParsedSection] = field(default_factory=list)
    rows: list[tuple[Line, Label]] = field(default_factory=list)
    """Rows of a table whose labels may be the headings of sections."""
    loose: list[Line] = field(default_factory=list)
    """Lines without labels: names of bodies, the day, the title."""
    taken: set[int] = field(default_factory=set)

    @property
    def fields(self) -> set[str]:
        """The fields labelled so far."""
        return set(self.values)

    def add(self, label: Label) -> None:
        """Keep the first value of a field."""
        self.labels.append(label)
        if label.field and label.field not in self.values:
            self.values[label.field] = [label.value] if label.value else []


def is_body(line: Line) -> bool:
    """Whether it names the council, the trust or another body that the paper comes from."""
    return _BODY.search(line.text) is not None


def body_start(lines: Sequence[Line]) -> int:
    """Where the head is over: at the first numbered section, or the heading of the first prose."""
    setting = Typography(lines)
    heads = [head for head in heads_of(lines) if head.level == 1]
    numbered = next((head.start for head in heads if head.number), len(lines))
    starts = {head.end: head.start for head in heads}
    for place in range(numbered):
        if _is_prose(lines, place, setting):
            return starts.get(place, place)
    return numbered


def _is_prose(lines: Sequence[Line], place: int, setting: Typography) -> bool:
    line = lines[place]
    if len([cell for cell in line.cells if cell]) > 2:
        return not any(label.field for label in labels_in(line))
    if words.numbered(line) and len(line.text) >= _PROSE:
        return True
    if line.cells or labels_in(line) or setting.dress(line).is_loud or _said(line.text):
        return False
    if any(_is_field(one) for one in lines[place + 1 : place + 4]):
        return False
    is_sentence = line.text.rstrip().endswith((".", ":", ":-"))
    return (len(line.text) >= _PROSE or is_sentence) and not first_date(line.text[:40])


def _is_field(line: Line) -> bool:
    label = label_of(line)
    return label is not None and label.field not in LIKE_HEADINGS


def read_head(lines: Sequence[Line], *, body: int) -> HeadBlock:
    """The labels down to the text at `body`, their values going on over lines."""
    block = HeadBlock(end=body)
    last = ""
    for line in lines[:body]:
        found = [one for one in labels_in(line) if one.printed]
        fresh = [one for one in found if one.field and one.field not in block.values]
        if fresh:
            for label in found:
                block.add(label)
            if line.cells:
                block.rows += [(line, one) for one in found if one.field in LIKE_HEADINGS]
            last = found[-1].field
        elif _goes_on(line, last, found, is_cover=bool(block.fields & _COVER)):
            block.values[last].append(line.text)
        elif not _is_answer(line, block, found):
            block.loose.append(line)
            last = last if not found else ""
            continue
        else:
            last = ""
        block.taken.add(line.number)
    return block


def _is_answer(line: Line, block: HeadBlock, found: Sequence[Label]) -> bool:
    """A row of a cover sheet that has no field of its own: its question and its answer."""
    if line.cells and found:
        block.rows += [(line, label) for label in found]
        return bool(block.fields & _TEMPLATED) and _keep_answer(line, block)
    return bool(block.fields & _COVER) and _keep_answer(line, block)


def _keep_answer(line: Line, block: HeadBlock) -> bool:
    answer = _answer(line)
    if answer is not None:
        block.sections.append(answer)
    return answer is not None


def _answer(line: Line) -> ParsedSection | None:
    if len(line.cells) > 1 and line.cells[0] and len(line.cells[0]) <= 80:
        said = "\n".join(filter(None, line.cells[1:]))
        if said or not _ANSWERED.match(line.cells[0]):
            return ParsedSection(None, line.cells[0].strip(" :"), said)
    found = _ANSWERED.match(line.text)
    return ParsedSection(None, found["title"].strip(), found["rest"]) if found else None


def _goes_on(line: Line, last: str, found: Sequence[Label], *, is_cover: bool) -> bool:
    """Whether a line without a label continues the value above it."""
    if not last or len(line.text) > _LONGEST:
        return False
    if last == "purpose":
        return OPTION.search(line.text) is not None and len(line.text) <= _PROSE
    if line.level is not None or words.numbered(line) or (is_cover and _answer(line)):
        return False
    if _FURNITURE.match(line.text):
        return False
    is_loud = words.is_capitals(line.text) and last != "subject"
    return not found and not is_loud and not _said(line.text)


def fill(paper: ParsedPaper, block: HeadBlock, setting: Typography) -> None:
    """Put the values of a head into the paper's fields, and how sure each is."""
    values = {
        name: " ".join(" ".join(parts).split()).strip(" *") for name, parts in block.values.items()
    }
    _read_loose(paper, block, values, setting)
    for name in _PLAIN:
        if values.get(name):
            _state(paper, name, values[name])
    for name in ("paper_title", "subject", "site", "item"):
        if values.get(name) and paper.confidence.get("subject") != "certain":
            _state(paper, "subject", values[name])
    _address(paper, block, values)
    _itself(paper, block)
    _wrote(paper, values)
    paper.time = time_in(values.get("time", "") or values.get("date", ""))
    paper.wards = _wards(values.get("wards", ""))
    paper.purpose = purpose_of(block.values.get("purpose") or [values.get("purpose", "")])
    if recommended := "\n".join(block.values.get("recommendations", [])):
        before, paper.recommendations = limbs(recommended)
        if before and block.fields & _TEMPLATED:
            block.sections.append(ParsedSection(None, "Recommendations", recommended))
    paper.template = template_of(block.fields)


def _state(paper: ParsedPaper, name: str, value: object, how: Confidence = "certain") -> None:
    setattr(paper, name, value)
    paper.confidence[name] = how


def _address(paper: ParsedPaper, block: HeadBlock, values: dict[str, str]) -> None:
    """To whom it goes, and the day: "Report for: Audit Committee, 2 June 2025" says both."""
    addressed = re.sub(r"^the ", "", values.get("report_to", ""), flags=re.IGNORECASE)
    day = first_date(addressed)
    if named := first_date(values.get("date", "")) or day:
        _state(paper, "date", named)
    body = trimmed(without_dates(addressed)) if day else addressed
    if day and not words.BOARD_WORD.search(body):
        label = next((one for one in block.labels if one.field == "report_to"), None)
        body = label.printed if label and words.is_board_name(label.printed) else ""
    if body:
        _state(paper, "board", body)
    paper.to = values.get("to") or body or None


def _itself(paper: ParsedPaper, block: HeadBlock) -> None:
    """A parish or town council that meets as a whole is the board."""
    itself = next((line for line in block.loose if _ITSELF.search(line.text)), None)
    if paper.board is None and itself is not None:
        _state(paper, "board", itself.text, "likely")
        block.taken.add(itself.number)


def _wrote(paper: ParsedPaper, values: dict[str, str]) -> None:
    """Whose report it is, and who wrote it where that is somebody else."""
    said = {name: _person(values.get(name, "")) for name in ("author", *_WROTE)}
    author = said["author"] or said["writer"] or said["sponsor"]
    wrote = said["prepared_by"] or (said["writer"] if said["author"] else "")
    if author:
        _state(paper, "author", author)
    if wrote and (wrote != author or said["prepared_by"]):
        _state(paper, "prepared_by", wrote)


def _person(value: str) -> str:
    """A person or post as printed, without the telephone and the e-mail address."""
    named = re.sub(r"^the ", "", _REACH.sub("", value), flags=re.IGNORECASE)
    return " ".join(named.split()).strip(" ,;|–-")


def _read_loose(
    paper: ParsedPaper, block: HeadBlock, values: dict[str, str], setting: Typography
) -> None:
    """Lines without labels: "Report by …", the day, the board, and what is left as the title."""
    titles: list[Line] = []
    for line in block.loose:
        rest = [part for part in _parts(line) if not _take(part, paper, values)]
        if not rest:
            block.taken.add(line.number)
        elif len(rest) == 1 and not line.cells and not _FURNITURE.match(rest[0]):
            titles.append(line)
    _title(paper, block, [line for line in titles if not is_body(line)], setting)


def _parts(line: Line) -> list[str]:
    """What stands side by side on a line: between bars, in cells, or run on in capitals."""
    cells = [cell for cell in line.cells if cell] or line.text.split(" | ")
    return [part.strip() for cell in cells for part in _RUN_ON.split(" ".join(cell.split()))]


def _take(part: str, paper: ParsedPaper, values: dict[str, str]) -> bool:
    """Whether a part of a line without a label is understood for what it is."""
    if said := _said(part):
        values.setdefault(*said)
        return True
    day = first_date(part)
    name = trimmed(without_dates(part)).strip(" –—-,|") if day else part
    name = _HELD.sub("", name)
    is_itself = _ITSELF.search(name) is not None
    is_day = day is not None and (len(name) <= 20 or is_itself or words.is_board_name(name))
    if is_day and paper.date is None:
        _state(paper, "date", day, "likely")
    is_board = (words.is_board_name(name) or is_itself) and not _TITLED.search(name)
    if is_board and paper.board is None and (day or words.is_title_case(name)):
        _state(paper, "board", name, "likely")
        return True
    return is_day or (is_board and name.casefold() == (paper.board or "").casefold())


def _said(part: str) -> tuple[str, str] | None:
    """ "Report by the Director of Roads", "For the Partnership Board, 26 June 2025"."""
    if not words.ends_open(part):
        return None
    for name, pattern in _SAYS:
        found = pattern.match(part)
        if found and (name != "report_to" or words.is_board_name(found["who"])):
            return name, found["who"]
    return None


def _title(
    paper: ParsedPaper, block: HeadBlock, lines: Sequence[Line], setting: Typography
) -> None:
    """The title is what is set largest of what is left, or else the loudest."""
    if block.fields & {"subject", "paper_title", "item"} or not lines:
        return
    best = max(_weight(line, setting) for line in lines)
    first = next(at for at, line in enumerate(lines) if _weight(line, setting) == best)
    chosen = [lines[first]]
    for line in lines[first + 1 :]:
        if setting.dress(line) != setting.dress(chosen[-1]) or line.number - chosen[-1].number > 1:
            break
        chosen.append(line)
    title = " ".join(line.text for line in chosen)
    rivals = [line for line in lines if line not in chosen and _weight(line, setting) == best]
    if rivals and not best[1]:
        paper.confidence["subject"] = "unsure"
        paper.candidates["subject"] = [title, *(line.text for line in rivals)]
        return
    _state(paper, "subject", title, "likely")
    block.taken |= {line.number for line in chosen}


def _weight(line: Line, setting: Typography) -> tuple[float, bool]:
    return setting.dress(line).size, setting.dress(line).is_loud


def template_of(fields: set[str]) -> str | None:
    """Which of the known skeletons the head follows."""
    if fields & _TEMPLATED:
        return "partnership-cover"
    if "report_to" not in fields:
        return None
    if "portfolio" in fields:
        return "policy-board-2024"
    return "policy-board-2011"


def _wards(value: str) -> list[str]:
    parts = [part.strip(" .") for part in re.split(r"[,;]", value)]
    if len(parts) > 1:
        parts[-1:] = [part.strip(" .") for part in re.split(r"\band\b", parts[-1])]
    return [part for part in parts if part]


def purpose_of(rows: Sequence[str]) -> Purpose | None:
    """The one purpose ticked, or the only one named where there are no boxes to tick."""
    for row in rows:
        if found := _ticked(row):
            return found
    if any(_BOX.search(row) for row in rows):
        return None
    named = {option.lower() for row in rows for option in OPTION.findall(row)}
    return _as_purpose(named.pop()) if len(named) == 1 else None


def _ticked(row: str) -> Purpose | None:
    """The option that a mark stands before, where the row begins with a box, else behind."""
    mark = _MARK.search(row)
    options = list(OPTION.finditer(row))
    if mark is None or not options:
        return None
    if _BOX.match(row.strip()):
        beside = OPTION.match(row[mark.end() :].strip())
        return _as_purpose(beside[0].lower()) if beside else None
    before = [option for option in options if option.end() <= mark.start()]
    return _as_purpose((before or options)[-1 if before else 0][0].lower())


def _as_purpose(word: str) -> Purpose:
    if word == "decision":
        return "decision"
    return "discussion" if word == "discussion" else "information"
