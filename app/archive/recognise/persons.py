"""Whether a run of words is somebody's name: the signs for it and against it, each by name."""

import re

HONORIFIC = re.compile(
    r"^(?:(?:the )?(?:right |rt\.? )?(?:hon(?:ourable)?\.?|worshipful|reverend)\s+)?"
    r"(?:(?:ward|county|cty|co|district|dist|borough|city|town|parish|community|unitary)\.?\s+)?"
    r"(?:cyng(?:horydd)?\.?\s?/\s?(?:cllr|councillor)\.?|cyng\.?|cynghorydd|cllr\.?|councillor|cl\.|"
    r"mr\.? (?:and|&) mrs|"
    r"alderman|ald\.?|bailie|provost|mr|mrs|ms|miss|mx|dr|prof(?:essor)?|sir|dame|lord|lady|"
    r"baroness|rev(?:d|erend)?|canon|father|fr|sister|imam|rabbi|pc|pcso|sgt|sergeant|insp(?:ector)?|"
    r"ch(?:ief)? insp(?:ector)?|supt|superintendent|chief superintendent|det(?:ective)? \w+|"
    r"(?:borough|group|area|station|watch|crew) (?:commander|manager)|commander|capt(?:ain)?|"
    r"major|col(?:onel)?|brigadier|commodore|judge|y parch)\b\.?(?=\s)",
    re.IGNORECASE,
)
MANY = re.compile(
    r"^(?:(?:ward|county|district|borough|city|town|parish|community)\s+)?"
    r"(?:councillor|cllr|alderman|cyng(?:horydd)?|professor)(?:s|wyr)\b\.?\s*",
    re.IGNORECASE,
)
OFFICE_HOLDER = re.compile(
    r"^the (?:(?:right )?worshipful |lord |deputy )*(?:mayor|provost|vice-chancellor|principal|"
    r"dean|bishop|high sheriff|president|warden|convener)\b",
    re.IGNORECASE,
)
INITIALS = re.compile(r"^(?:[A-Z](?:\.\s?|\s|-(?=[A-Z])))+[^\W\d_]")
_NAME = re.compile(
    r"^[^\W\d_]\S*(?:\s+(?:[^\W\d_a-z]\S*|and|&|de|van|von|der|la|le|du|al|bin|ap|ab|ferch|wit|"
    r"(?:al|el|d|o)[-'’]\S+)){0,6}$"
)
_NOTHING = re.compile(
    r"^(?:none|no|nil|not|there|apolog\w+|regrets|absent|the following|members?|items?|actions?|"
    r"dim|neb|all|public|press|quorum|vacan\w+|to|as|received|accepted|noted|see|in|for|date|time|"
    r"venue|minutes?|agenda|draft|present|attendance|page|the meeting|chair(?:man)?s?)\b"
    r"(?!\s[A-Z]\.?$)",
    re.IGNORECASE,
)
NAMELESS = re.compile(
    r"\b(?:members? of (?:the )?(?:public|press)|residents?|parishioners?|electors?|visitors?|"
    r"(?:the )?(?:public|press)$|others|observers?$|students|pupils|people|representatives)\b|^\d",
    re.IGNORECASE,
)
POST = re.compile(
    r"\b(?:holder|director|manager|(?:vice-|deputy )?chair(?:man|woman|person)?|officers?|"
    r"executive|head of|solicitor|lead|engineer|clerk|secretary|treasurer|leader|principal|"
    r"headteacher|governor|member|trustee|registrar|nurse|guardian|commissioner|inspector|minutes|staff|"
    r"parent|administrator|assistant|co-?ordinator|adviser|advisor|auditor|accountant|surveyor|"
    r"planner|support|representative|president|warden|convener|finance|legal|cabinet|portfolio|scribe|"
    r"apologies|vacant|vacancy|vice|deputy|independent|co-opted|foundation)\b",
    re.IGNORECASE,
)
BODY = re.compile(
    r"\b(?:council|authority|board|committee|trust|partnership|association|university|college|"
    r"school|academy|institute|office|service|services|police|probation|fire|health|housing|"
    r"sector|group|society|party|company|ltd|limited|plc|llp|forum|agency|department|nhs|icb|"
    r"healthwatch|union|federation|church|centre|ward|division|town|borough|district|county|"
    r"community|public|press)\b",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")


def bare(text: str) -> str:
    """The words without brackets and without what stands after a dash."""
    return re.split(r"\s+[–—-]\s+", _BRACKET.sub("", text).strip(" .,;:•*"))[0].strip(" .,;:")


def is_name(text: str) -> bool:
    """Whether the words may be a person's name: short, capital first, no sentence."""
    name = bare(text)
    if HONORIFIC.match(name):
        name = HONORIFIC.sub("", name).strip() or name
    return bool(
        2 <= len(name) <= 60
        and name[0].isupper()
        and _NAME.match(name)
        and not _NOTHING.match(name)
        and not NAMELESS.search(name)
    )


def is_post(text: str) -> bool:
    """Whether it is a post or a body and so belongs to the person before: "Head of Planning"."""
    words = bare(text)
    if HONORIFIC.match(words) or INITIALS.match(words):
        return False
    return POST.search(words) is not None or BODY.search(words) is not None


def is_person(text: str) -> bool:
    """Whether the words are surely somebody: an honorific, initials, or first and last name."""
    name = bare(text)
    if not is_name(name) or is_post(name):
        return False
    return bool(HONORIFIC.match(name) or INITIALS.match(name) or " " in name)
