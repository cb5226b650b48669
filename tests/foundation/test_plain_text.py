"""Stored text as plain lines: the quick way says what the parser says."""

from hypothesis import given
from hypothesis import strategies as some

from app.foundation.richtext.plain import plain_lines, to_plain
from app.foundation.richtext.reading import parse

PIECES = (
    *("<p>", "</p>", "word", " ", "  ", "\n", "&amp;", "&lt;b&gt;", "&nbsp;", "\xa0", "&#39;", "é"),
    *("<p></p>", "<p>One.</p>", "\n<p>Two &quot;words&quot;.</p>", "<br>", "<strong>x</strong>"),
    *("\x00", "&copy;", "&amp;amp;", "\u2028"),
)


def parsed(html):
    """What the parser makes of it."""
    return "\n".join(line for block in parse(html) for line in plain_lines(block))


@given(some.lists(some.sampled_from(PIECES), max_size=8).map("".join))
def test_unmarked_paragraphs_read_quickly_as_they_do_slowly(html):
    assert to_plain(html) == parsed(html)


@given(some.lists(some.text("ab &<>\xa0\t\u2028\x07", max_size=9), min_size=1, max_size=3))
def test_whatever_was_typed_reads_the_same_both_ways(lines):
    escaped = [one.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for one in lines]
    html = "".join(f"<p>{one}</p>" for one in escaped)
    assert to_plain(html) == parsed(html)
