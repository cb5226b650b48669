"""What papers of all bodies call their sections, in one place."""

import re

_KNOWN = re.compile(
    r"^(?:(?:the )?purpose|(?:executive |key )?summary|recommend|supporting information|"
    r"background|introduction|context|conclusions?|risks?|issues?|the proposals?|"
    r"(?:policy|financ\w+|money|costs?|legal|other|climate|carbon|environment\w*|resource|staff\w*|"
    r"human resources?|workforce|equalit\w+|diversity|privacy|sustainab\w+|community safety|"
    r"health|implications|procurement|crime)\b|"
    r"(?:list of )?(?:background (?:papers|documents)|appendices|annexes)|"
    r"(?:other |alternative )?options?|alternatives|consultations?|engagement|representations?|"
    r"reasons? for|next steps|timetable|promotion of|appendices|annexes|assessment|"
    r"what .{3,40} (?:asked|invited) to|(?:the )?current position|key (?:points|issues))",
    re.IGNORECASE,
)
CLOSING = re.compile(
    r"^(?:list of )?(?:appendices|annexes|background (?:papers|documents|information)|"
    r"documents? (?:used|relied)|further reading|references|appendix)\b",
    re.IGNORECASE,
)


def is_known(title: str) -> bool:
    """Whether it is what reports call a section, in either of two languages."""
    return any(_KNOWN.match(part) for part in title.split(" / "))
