"""What minutes of many bodies decided, and who was to act: told in words of our own."""

from datetime import date

import pytest

from app.archive.paper import ParsedAction, ParsedItem
from app.archive.recognise.actions import file_log
from app.archive.recognise.minute_bodies import Body
from app.archive.recognise.owners import Known
from app.archive.recognise.paragraphs import paragraphs
from app.archive.recognise.sentences import sentences
from app.foundation.reading.lines import Line

Log = list[tuple[ParsedItem, str, ParsedAction]]

HEAD = [
    Line(1, "Present: Cllrs J Moss (Chair), R. Stone and T Fell; Ann Wray (AW), Bill Oakes (BO)"),
    Line(2, "In attendance: Pat Rudd (Clerk), Dr Nia Pugh, Sam Hale (Site Manager)"),
]


def read(text: str, title: str = "Allotments", *, column: int | None = None) -> ParsedItem:
    """A minute of the words given: a tab parts the cells of a row."""
    item, log = read_with_log(text, ParsedItem("4", title), column=column)
    file_log([item], log)
    return item


def read_with_log(
    text: str, item: ParsedItem, *, column: int | None = None
) -> tuple[ParsedItem, Log]:
    lines = [
        Line(at, " ".join(row.split()), cells=tuple(row.split("\t")) if "\t" in row else ())
        for at, row in enumerate(text.split("\n"), 1)
        if row.strip()
    ]
    body = Body(item, Known.of(HEAD, first=len(HEAD)))
    body.read(paragraphs(lines, column=column))
    return item, body.log


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("“Mr. J. Moss paid £3.50. He left at 7.30 p.m. and No. 2 pump ran.”", 2),
        ("Cllrs. Fell and Stone, e.g. on St. Mary's Rd, met on 3 Feb. 2020. Agreed.", 2),
        ("It was agreed: 1. that the gate be hung. 2. that it be painted.", 2),
        ("What did it cost? Nothing! The Rev. A. B. Pell gave it.", 3),
    ],
)
def test_a_stop_that_shortens_a_word_ends_no_sentence(text: str, wanted: int) -> None:
    assert len(sentences(text)) == wanted


@pytest.mark.parametrize(
    ("text", "resolved"),
    [
        ("RESOLVED that the gate be hung.", ["that the gate be hung."]),
        ("Resolved unanimously: to hang the gate.", ["to hang the gate."]),
        ("RESOLVED (by 5 votes to 1): That the gate be hung.", ["That the gate be hung."]),
        ("It was RESOLVED to hang the gate.", ["to hang the gate."]),
        ("It was unanimously agreed that the gate be hung.", ["that the gate be hung."]),
        ("It was resolved, on a show of hands, to hang the gate.", ["to hang the gate."]),
        ("The Committee resolved that the gate be hung.", ["that the gate be hung."]),
        ("The Parish Council agreed to hang the gate.",
         ["The Parish Council agreed to hang the gate."]),
        ("DECISION: The gate to be hung.", ["The gate to be hung."]),
        ("Decision: RESOLVED: That the gate be hung.", ["That the gate be hung."]),
        ("RESOLUTION: the gate is hung.", ["the gate is hung."]),
        ("AGREED: that the gate be hung.", ["that the gate be hung."]),
        ("The Board:\n- APPROVED the plan; and\n- NOTED the risk.",
         ["APPROVED the plan", "NOTED the risk."]),
        ("The Board NOTED the report and DELEGATED the award to the Chair.",
         ["NOTED the report and DELEGATED the award to the Chair."]),
        ("Resolved: The Board received the report.", ["The Board received the report."]),
        ("RESOLVED that\n(a) the gate be hung; and\n(b) the wall be mended.",
         ["the gate be hung", "the wall be mended."]),
        ("RESOLVED - (1) the gate be hung; (2) the wall be mended.",
         ["the gate be hung", "the wall be mended."]),
        ("RESOLVED:\ni. That the gate be hung.\nii. That the wall be mended.",
         ["That the gate be hung.", "That the wall be mended."]),
        ("The Committee agreed:\n(a) to hang the gate; and\n(b) to note the cost.",
         ["to hang the gate", "to note the cost."]),
        ("PENDERFYNWYD / RESOLVED that the gate be hung.", ["that the gate be hung."]),
        ("PENDERFYNWYD: bod y giât yn cael ei hongian.", ["bod y giât yn cael ei hongian."]),
        ("A price was had. Proposed by Cllr Moss, seconded by Cllr Fell and resolved that it be "
         "accepted.", ["that it be accepted."]),
        ("Cllr Moss proposed that the gate be hung. Seconded by Cllr Fell. Carried.",
         ["that the gate be hung."]),
        ("Cllr Moss moved, Cllr Fell seconded, “That this meeting asks for a bus.” Carried 6 to 2.",
         ["That this meeting asks for a bus."]),
        ("The budget of £4,000 was approved. Proposed: JM. Seconded: RS. All in favour.",
         ["The budget of £4,000 was approved."]),
        ("The grant of £50 was approved (proposed Cllr Moss, seconded Cllr Fell).",
         ["The grant of £50 was approved."]),
        ("Vote - ship on Friday: +1 Ann, +1 Bill, -1 Sam. Motion passes.", ["ship on Friday"]),
        ("The tender of Bell & Son was accepted.", ["The tender of Bell & Son was accepted."]),
        ("The trustees adopted the policy.", ["The trustees adopted the policy."]),
        ("Quote of £310 from Bell & Son agreed.", ["Quote of £310 from Bell & Son agreed."]),
        ("RESOLVED that these be paid: A Bell £30.00; Water £12.10.", ["that these be paid"]),
        ("RESOLVED that the gate be hung. Cllr Stone abstained.", ["that the gate be hung."]),
    ],
)  # fmt: skip
def test_a_decision_is_known_by_the_words_of_many_bodies(text: str, resolved: list[str]) -> None:
    assert read(text).resolved == resolved


@pytest.mark.parametrize(
    "text",
    [
        "Cllr Moss proposed that the gate be painted. The motion was lost by 2 votes to 5.",
        "Cllr Fell proposed to sell the field. There was no seconder.",
        "A proposal by Cllr Fell that the field be sold was not seconded.",
        "An amendment by Cllr Stone was put to the vote and fell.",
        "“This Council resolves to write to the Minister.”",
        "Cllr Fell read a motion: “That this Council resolves to plant a wood.”",
        "The District Council had approved the extension at 4 Mill Lane.",
        "The County Council agreed to mend the road.",
        "Planning permission was granted for six houses.",
        "The contractor has agreed to return.",
        "Members agreed that it was a pity.",
        "The Panel confirmed that it was content.",
        "Cllr Moss agreed with the Clerk.",
        "The accounts have to be approved by the auditor.",
        "If the grant is approved the work will begin.",
        "Deferred.",
        "The item was deferred to the next meeting.",
        "Had the budget been agreed?",
        "The matter was resolved last year.",
        "The dispute with the owner has been resolved.",
        "It was felt that the wall was unsafe.",
        "The Highways Department approved the crossing.",
        "The minutes of the working party had been approved by the trust.",
        "Residents supported the scheme.",
        "Members asked whether the price could be agreed by e-mail.",
        "As agreed at the last meeting, three quotations had been sought.",
        "Dates were agreed with the school for the visit.",
    ],
)
def test_what_is_lost_told_or_felt_is_no_decision(text: str) -> None:
    item = read(text)
    assert (item.resolved, item.recommended) == ([], [])
    assert item.text == text


@pytest.mark.parametrize(
    ("title", "text", "resolved"),
    [
        ("Minutes of the last meeting", "Agreed and signed.", ["Agreed and signed."]),
        ("Minutes", "These were confirmed.", ["These were confirmed."]),
        ("Apologies", "Accepted.", []),
        ("Apologies", "Apologies from Cllr Bell were accepted.", []),
        ("Matters arising", "The fence: it was agreed to wait.", ["to wait."]),
        ("Planning", "24/00123 Mill House, porch. No objection.", ["No objection."]),
        ("Planning", "24/00123 Mill House, porch - object: too near the road.",
         ["object: too near the road."]),
        ("Planning", "24/00123 Mill House: objections were received from neighbours.", []),
        ("Public session", "A resident asked for a dog bin. Support was expressed.", []),
    ],
)  # fmt: skip
def test_the_heading_tells_how_a_short_answer_is_meant(
    title: str, text: str, resolved: list[str]
) -> None:
    assert read(text, title).resolved == resolved


@pytest.mark.parametrize(
    ("text", "owner", "due"),
    [
        ("The gate is broken. ACTION: Clerk to write to the owner by 4 May.", "Clerk", "4 May"),
        ("Action 24/11: Site Manager to count the keys.", "Site Manager", None),
        ("AI: Bill to send the file.", "Bill", None),
        ("[Action: Ann Wray to ring the school before Easter]", "Ann Wray", "Easter"),
        ("The hedge needs cutting. ACTION BO", "BO", None),
        ("The hedge needs cutting. (Action: Clerk)", "Clerk", None),
        ("The hedge needs cutting. Action Ann", "Ann", None),
        ("Clerk to write to the owner.", "Clerk", None),
        ("No reply had come. Clerk to chase.", "Clerk", None),
        ("AW and BO to draft a reply for the June meeting.", "AW and BO", "the June meeting"),
        ("Cllr Moss agreed to find out.", "Cllr Moss", None),
        ("Cllrs Moss and Fell will walk the path before the next meeting.", "Cllrs Moss and Fell",
         "the next meeting"),
        ("The Clerk was asked to obtain two prices.", "Clerk", None),
        ("Dr Pugh undertook to share the slides within ten working days.", "Dr Pugh",
         "within ten working days"),
        ("Cllr Stone spoke of the bus. He promised to ask for a later one.", "Cllr Stone", None),
        ("It was noted that the lamp is out and that the Clerk would report it.", "Clerk", None),
        ("All to send photographs to Pat asap.", "All", "asap"),
        ("Gweithredu / Action: Clerc / Clerk to write again.", "Clerc / Clerk", None),
        ("Action 7: Map the drains. Owner: Sam Hale Due: July 2024", "Sam Hale", "July 2024"),
        ("Map the drains. ACTION: Sam Hale", "Sam Hale", None),
    ],
)  # fmt: skip
def test_who_is_to_act_is_known_by_many_signs(text: str, owner: str, due: str | None) -> None:
    found = read(text).actions
    assert [(one.owner, one.due) for one in found] == [(owner, due)]


@pytest.mark.parametrize(
    "text",
    [
        "The library van will call on Tuesdays.",
        "The County Council will mend the road in May.",
        "PC Bell will ask for a speed van.",
        "The contractor is to return in June.",
        "Cllr Moss would like to see more bins.",
        "The Clerk will be on leave in August.",
        "Ann asked whether Bill would write.",
        "Access to the field is by the lane.",
        "The Clerk has written to the owner.",
        "Actions: 4.2 keys - complete.",
        "RESOLVED that the Clerk write to the owner.",
        "Would the Clerk write to the owner?",
        "Parking to be free on Sundays.",
        "Thanks to Ann for the cakes.",
        "Residents will be told by letter.",
    ],
)
def test_what_others_do_and_what_is_done_is_no_action(text: str) -> None:
    assert read(text).actions == []


def test_a_decision_in_a_sentence_stays_in_the_text_and_one_set_apart_leaves_it() -> None:
    told = read("Two prices were read. It was agreed to take the lower. Clerk to order.")
    assert told.text == "Two prices were read. It was agreed to take the lower. Clerk to order."
    assert told.resolved == ["to take the lower."]
    assert told.actions == [ParsedAction("Clerk to order.", "Clerk")]
    apart = read("Two prices were read.\n\nRESOLVED to take the lower.\n\nACTION: Clerk to order.")
    assert apart.text == "Two prices were read."


def test_a_column_names_who_acts_on_the_sentence_that_gives_them_something_to_do() -> None:
    item = read(
        "AW would ring the school. The roof is dry.\tAW\nKeys were counted.\tBO to order a lock",
        column=1,
    )
    assert item.actions == [
        ParsedAction("AW would ring the school.", "AW"),
        ParsedAction("BO to order a lock", "BO"),
    ]


def test_a_log_counts_once_under_the_minute_it_names() -> None:
    keys, _ = read_with_log("ACTION: Bill to count the keys in the shed", ParsedItem("3", "Keys"))
    shed, _ = read_with_log("The shed is dry.", ParsedItem("4", "Shed"))
    last, log = read_with_log(
        "Ref\tAction\tOwner\tDeadline\tStatus\n"
        "3\tCount the keys in the shed\tBill Oakes\t30 May\tOpen\n"
        "4\tBuy a lock\tAnn Wray\t4 June 2024\tOpen\n"
        "4\tPaint the door\tAnn Wray\t\tDone\n"
        "22/17\tClear the ditch\tAnn Wray\t\tOpen\n",
        ParsedItem("5", "Actions"),
    )
    file_log([keys, shed, last], log)
    assert [len(one.actions) for one in (keys, shed, last)] == [1, 1, 0]
    assert shed.actions == [ParsedAction("Buy a lock", "Ann Wray", "4 June 2024", date(2024, 6, 4))]
    assert "Paint the door" in last.text and "Clear the ditch" in last.text
