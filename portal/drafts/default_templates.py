"""The templates that every agency starts with."""

from portal.drafts.rules import TemplateText

THANK_YOU = """\
Dear {{ contact_first_name }},

Thank you for taking the time to meet me on {{ interview_day }} about the {{ opening }} position. \
I enjoyed our conversation about [something you talked about].

It confirmed for me that I would like to work at {{ employer }}: [what you could do for them].

Kind regards,
{{ my_name }}
{{ my_phone }}"""
LATER_THANK_YOU = """\
Dear {{ contact_first_name }},

Thank you for the second conversation about the {{ opening }} position on {{ interview_day }}. \
Since we spoke of [what was new this time], I can see even better where I would begin.

At {{ employer }} I would start with [the first thing you would take on].

Kind regards,
{{ my_name }}
{{ my_phone }}"""
CARD = """\
Dear {{ contact_first_name }},

Thank you for your time on {{ interview_day }}. I have thought of [something you talked about] since, \
and would be glad to be part of it at {{ employer }}.

Kind regards,
{{ my_name }}"""
FOLLOW_UP = """\
Dear {{ contact_first_name }},

I am still very interested in the {{ opening }} position at {{ employer }}. Has a decision been reached? \
If there is anything more that I can provide, please let me know.

Kind regards,
{{ my_name }}
{{ my_phone }}"""
REPLY = """\
Dear {{ contact_first_name }},

Thank you for letting me know about the {{ opening }} position. [What you would like to say to it.]

Kind regards,
{{ my_name }}"""
OFFER_REPLY = """\
Dear {{ contact_first_name }},

Thank you for the offer: I was glad to hear from you, and I look forward to working at {{ employer }}. \
[What you still have to agree on, or when you can begin.]

Kind regards,
{{ my_name }}
{{ my_phone }}"""
REFUSAL_REPLY = """\
Dear {{ contact_first_name }},

Thank you for letting me know, and for the time you gave me. I enjoyed learning about {{ employer }}, \
above all [something you liked].

If another position like {{ opening }} opens, I would be glad to hear from you.

Kind regards,
{{ my_name }}"""

DEFAULT_TEMPLATES = (
    TemplateText("thank", "A warm thank-you", "Thank you, {{ contact_first_name }}", THANK_YOU),
    TemplateText(
        "thank", "After a later round", "Thank you again, {{ contact_first_name }}", LATER_THANK_YOU, stage="later"
    ),
    TemplateText("follow_up", "A short follow-up", "The {{ opening }} position", FOLLOW_UP),
    TemplateText("card", "A short card", "Thank you, {{ contact_first_name }}", CARD),
    TemplateText("answer", "Thanks for an answer", "Thank you for your answer", REPLY),
    TemplateText("answer", "Thanks for an offer", "Thank you for the offer", OFFER_REPLY, stage="offer"),
    TemplateText(
        "answer", "A gracious answer to a refusal", "Thank you for letting me know", REFUSAL_REPLY, stage="refusal"
    ),
)
