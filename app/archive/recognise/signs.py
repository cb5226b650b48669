"""What shows the kind of a past paper: every sign with where it is looked for and what it weighs.

No sign decides alone: a paper is minutes because several things agree, as a title, who was there,
what was resolved, and that the meeting closed. Weights are votes, for a kind or against it, and
`app.archive.recognise.kinds` counts them.
"""

import re
from dataclasses import dataclass
from typing import Literal

from app.archive.paper import Kind

Zone = Literal["name", "title", "head", "tail", "whole"]
"""Where a sign is looked for: the file's name, the first lines, the top, the end, everywhere."""


@dataclass(frozen=True)
class Sign:
    """Something printed that speaks for a kind of paper, or against one."""

    name: str
    zone: Zone
    pattern: re.Pattern[str]
    votes: dict[Kind, int]
    most: int = 1
    """It counts as often as lines show it, up to so many times."""


def _sign(name: str, zone: Zone, pattern: str, most: int = 1, **votes: int) -> Sign:
    weights: dict[Kind, int] = {kind: votes.get(kind, 0) for kind in KINDS}
    return Sign(name, zone, re.compile(pattern, re.IGNORECASE), weights, most)


KINDS: tuple[Kind, ...] = ("minutes", "agenda", "report", "other")
ENOUGH = 30
"""Fewer votes than these make no minutes, agenda or report: the paper is another."""

_ATTENDANCE = (
    r"^(?:(?:members?|councillors?|trustees|governors|directors|those|also)\s+)?"
    r"(?:present|attending|in attendance|attendance|attendees|sederunt|here|who was there|"
    r"presennol|yn bresennol)(?: were)?\s*(?:[:;–-]|$|/|\(\d)|^(?:trustees|members) present\b"
    r"|^present\s+(?:cllr|councillor|mr|mrs|ms|dr)\b|\b\d+ electors present\b"
)

SIGNS: tuple[Sign, ...] = (
    # What the paper calls itself
    _sign("called minutes", "title", r"\bminutes?\b(?! of (?:the )?(?:last|previous))|^minute of\b"
          r"|\bcofnodion\b", minutes=40, agenda=-10, report=-15, other=-10),
    _sign("called a record or notes", "title", r"^(?:draft )?(?:record|notes?|proceedings|summary)"
          r"(?: and actions?)? (?:of|from|for)\b.{0,60}\b(?:meeting|\d{4})|\b(?:meeting|ppg|group|"
          r"committee|action) notes\b", minutes=35),
    _sign("called an agenda", "title", r"\bagenda\b(?! item| no\b|\s*\d| and minutes)|^agenda$|"
          r"^order paper\b|\bagenda$", agenda=40, minutes=-15, other=-10),
    _sign("called a summons or notice", "title", r"\bsummons\b|\bnotice of (?:a |the )?(?:\w+ )?"
          r"meeting\b", agenda=35, minutes=-10),
    _sign("called a report", "title", r"^(?:joint )?report (?:of|by|from|to)\b|^report title\b|"
          r"\breport cover sheet\b|^cover (?:sheet|paper)\b|\b(?:annual|progress|update|monitoring|"
          r"performance) report\b|^(?:committee|officer|cabinet) report\b", report=30),
    _sign("called terms of reference", "title", r"\bterms of reference\b|\bconstitution of\b|"
          r"\bstanding orders\b|\bcode of conduct\b|\bmemorandum of understanding\b|\bprotocol$",
          other=90),
    _sign("called a strategy, policy or plan", "title", r"\b(?:strategy|policy|framework|"
          r"(?:\w+ )?plan|guide|guidance|handbook|prospectus|charter|manifesto)\b"
          r"(?:\s+(?:for|20\d\d|\d{4}).*)?$", other=25),
    _sign("called a newsletter", "title", r"\bnews(?:letter)?\b|\bbulletin\b|\bissue \d+\b|"
          r"\b(?:spring|summer|autumn|winter) 20\d\d\b|\bmagazine\b|\bpress release\b|\bgazette\b",
          other=50, most=2),
    _sign("a councillor's own report", "title", r"\breport from your\b|\bcouncillor['’]?s['’]?"
          r" (?:monthly |annual )?report\b|\b(?:ward|division(?:al)?) (?:report|update|news)\b|"
          r"\bfrom your (?:local )?(?:county |district |borough |ward )?councillor\b", other=90),
    _sign("one person's decision", "head", r"\bdecision[- ]maker\b|\brecord of (?:a |an |the )?"
          r"(?:\w+ )?(?:decision|officer decision)|\bdecision (?:notice|record|form)\b|"
          r"\bdelegated decision\b|\bdate of decision\b|\bdecision taken by\b",
          other=60, minutes=-20, report=-10, most=2),
    _sign("a letter or a form", "title", r"^dear (?:resident|neighbour|parishioner|all)\b|"
          r"\bapplication form\b|\bjob description\b|\bquestionnaire\b|\bprivacy notice\b|"
          r"\bpress notice\b", other=40),
    # A meeting that has been
    _sign("who was there", "head", _ATTENDANCE, minutes=30, agenda=-5, report=-5, most=2),
    _sign("who was not", "head", r"^(?:apologies|sorry not here|absent|regrets|ymddiheuriadau)"
          r"\b.{0,25}[:;]\s*\S|\bapologies (?:had |have )?(?:come|been received|were|received)"
          r"|☐.*\((?:regrets|apologies)\)", minutes=12),
    _sign("held, in the past tense", "head", r"\b(?:was|were) held\b|"
          r"\bmeeting held (?!in public$)|\bheld (?!in public)(?:in|at|on|via|by)\b|"
          r"\bin the chair\b|\b(?:took the chair|presided)\b",
          minutes=12, agenda=-4, most=2),
    _sign("the meeting closed", "tail", r"\b(?:meeting|chair(?:man|person)?|business|convener)\b"
          r".{0,60}\b(?:closed|ended|concluded|finished|terminated|close[ds]? at)\b|"
          r"^(?:meeting )?(?:closed|ended|finished|finish|close|concluded)\b.{0,12}\d|"
          r"\bclosed the meeting\b|\bi ben am\b", minutes=30),
    _sign("resolved", "whole", r"^(?:it was )?(?:unanimously )?(?:RESOLVED|RESOLUTION|AGREED|"
          r"DECISION|APPROVED)\b|\bit was (?:\w+ )?(?:resolved|agreed)\b|\b(?:board|committee|"
          r"council|group|panel|cabinet|members|all|everybody|we|trustees|governors) (?:\w+ )?"
          r"(?:resolved|agreed|approved)\b|^agreed\b|\bgroup agreed\b", minutes=6, most=5),
    _sign("moved and seconded", "whole", r"\bseconded\b|\bproposed by\b|\ball in favour\b|"
          r"\bcarried\b", minutes=6, most=3),
    _sign("the last minutes approved", "whole", r"\bminutes? .{0,80}\b(?:were|was|be) .{0,30}"
          r"(?:approved|agreed|accepted|signed|confirmed|received|read)|"
          r"\b(?:correct|true|accurate) record\b|^minutes agreed\b|\blast min(?:ute)?s\b.{0,20}"
          r"\b(?:ok|agreed|signed|accepted)",
          minutes=12),
    _sign("somebody is to act", "whole", r"^actions?\b\s*[:–-]|\bACTION\b [A-Z]|\bto action\b|"
          r"^AI:", minutes=5, most=3),
    _sign("said in the past tense", "whole", r"\b(?:reported|noted|asked|explained|advised|thanked|"
          r"welcomed|stated|replied|queried|observed|complained) (?:that|the|on|for|whether|how|of)"
          r"\b", minutes=4, most=5),
    # A meeting that will be
    _sign("called to a meeting", "head", r"\byou are (?:hereby )?(?:summoned|invited|requested|"
          r"asked to attend)|\bhereby give(?:n)? (?:you )?notice|\bwill be held\b|\bto be held\b|"
          r"\bwill (?:meet|take place)\b|\btaking place on\b|\bplease attend\b",
          agenda=40, minutes=-25, report=-5),
    _sign("a line that says agenda", "head", r"^(?:part \w+ )?(?:agenda|a g e n d a|business|"
          r"order of business|items? of business|items to be (?:dealt with|considered)|"
          r"business to be transacted)\s*:?$", agenda=30, minutes=-5),
    _sign("no., item, page", "head", r"^(?:item|no\.?|number|time|ref\.?)\b.{0,40}\b(?:item|title|"
          r"subject|lead|pages?|page no|paper|purpose|wards?)\b", agenda=12),
    _sign("to do a thing", "whole", r"^(?:\S{1,10}\s+)?to (?:receive|consider|approve|note|confirm|"
          r"agree|elect|appoint|resolve|discuss|review|sign|accept|adopt|answer)\b",
          agenda=5, most=6),
    _sign("pages of an item", "whole", r"\(pages? \d+(?:\s*[-–to]+\s*\d+)?\)|\s\d{1,3}\s*[-–]\s*"
          r"\d{1,3}$", agenda=6, most=4),
    _sign("membership", "head", r"^(?:committee |board |panel )?(?:membership|members)\b"
          r"(?: of the \w+)?\s*:?$|^to:? (?:all )?(?:the )?members\b|^quorum\b", agenda=12),
    _sign("to be taken in order", "whole", r"^(?:\S{1,10}\s+)?(?:apologies(?: for absence)?|"
          r"declarations? of (?:\w+ )?interests?|minutes of (?:the )?(?:last|previous)|any other "
          r"(?:urgent )?business|date of (?:the )?next meeting|public (?:questions|participation)|"
          r"exclusion of (?:the )?(?:press and )?public)", agenda=5, minutes=4, most=4),
    _sign("directions for visitors", "whole", r"\bopen to the (?:press and (?:the )?)?public\b|"
          r"\bmembers of the public (?:are|may)\b|\bhearing loop\b|\bfire alarm\b|\ball welcome\b|"
          r"\bdeclare (?:any|an) interests?\b", agenda=6, most=2),
    _sign("an hour for each item", "whole", r"^\d{1,2}[:.]\d{2}\s|\s\d{1,2}[.:]\d{2}(?: ?[ap]m)?$",
          agenda=4, most=5),
    _sign("somebody at the end of a title", "whole", r"^.{5,80}\s(?:chair|clerk|all|verbal|oral|"
          r"attached|to follow|enclosed|paper \w+)$", agenda=5, most=5),
    _sign("who leads", "whole", r"^(?:lead|presenter|purpose|pages?|paper):\s", agenda=4, most=4),
    # A paper laid before one
    _sign("labels of a report", "head", r"^(?:report (?:to|of|by|from|title|author)|reporting "
          r"officer|(?:lead |report )?author|lead (?:officer|member)|executive (?:lead|member|"
          r"sponsor)|portfolio|(?:title|subject) of (?:the )?report|subject|"
          r"wards?(?:\(s\)| affected)?|key decision|title of (?:the )?paper|paper title|"
          r"prepared by|presented by|written by|"
          r"exempt|agenda item|decision maker|case officer|application (?:no|number|ref)|proposal|"
          r"applicant|for the|from|enquiries to|contact officer|recommendation)\b\.?\s*(?::|\S)",
          report=10, minutes=-4, agenda=-4, most=5),
    _sign("recommendations", "whole", r"^(?:[\dIVX.]+\s+)?(?:officer )?recommend(?:ation|ations|ed)"
          r"\b\s*(?::.*|\(s\))?$|\b(?:is|are) (?:asked|recommended|invited|requested) to\b|"
          r"^recommendation:", report=20, minutes=-5, agenda=-3),
    _sign("headings of a report", "whole", r"^(?:[\dA-ZIVX.]+\s+)?(?:purpose(?: of (?:the )?(?:"
          r"report|paper))?|(?:executive )?summary|background(?: papers?)?|introduction|"
          r"(?:supporting|key) information|(?:financial|legal|risk|equalit\w+|policy|other|"
          r"resource|climate|human resources?|staffing)\b.{0,30}\bimplications?|"
          r"implications|options(?: considered)?|conclusions?|consultation|"
          r"reasons? for (?:the )?(?:decision|"
          r"recommendations?)|appendices|next steps|the proposal.*|why this report.*)\s*:?$",
          report=9, agenda=-3, minutes=-3, most=5),
    _sign("speaks of itself", "whole", r"\bthis (?:report|paper) (?:asks|sets|seeks|replies|"
          r"presents|provides|informs|updates|is before|describes|explains)\b|\bpurpose of this "
          r"(?:report|paper)\b", report=20),
    # Neither
    _sign("contents with dots", "head", r"(?:\. ?){6,}|…{3,}", other=12, most=3),
    _sign("rules", "whole", r"\b(?:shall|may not|will be elected|is elected|must be given|"
          r"quorum is|are appointed|may (?:name|appoint|vote|invite))\b",
          other=8, minutes=-3, most=4),
    _sign("speaks to the reader", "whole", r"\b(?:your councillor|i voted|i have|i will|i am|my "
          r"surgery|contact me|free to every|helpers|call in|pop in|come along|editor)\b",
          other=8, minutes=-4, most=3),
    # What somebody filed it as
    _sign("filed as minutes", "name", r"minute|cofnod|\bmins?\b|notes", minutes=10),
    _sign("filed as agenda", "name", r"agenda|summons", agenda=10),
    _sign("filed as report", "name", r"report", report=5),
    _sign("filed as another", "name",
          r"terms[ _-]of|newsletter|policy|strategy|decision", other=10),
)  # fmt: skip
