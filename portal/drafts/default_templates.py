"""The templates that every agency starts with."""

from portal.drafts.rules import TemplateText

THANK_YOU = """\
Dear {{ contact_first_name }},

Thank you for meeting with me on {{ interview_day }} about the {{ opening }} position. \
I enjoyed our conversation about [something you talked about], and I’ve been thinking about it since.

I’d love to be part of the team at {{ employer }}, and I hope we get to talk again soon.

Best regards,
{{ my_name }}
{{ my_phone }}"""
LATER_THANK_YOU = """\
Dear {{ contact_first_name }},

Thank you for meeting with me again on {{ interview_day }}. I enjoyed our conversation about \
[what was new this time], and I have a much clearer picture of the {{ opening }} position now.

I’d love to join {{ employer }}, and I hope I get the chance.

Best regards,
{{ my_name }}
{{ my_phone }}"""
CARD = """\
Dear {{ contact_first_name }},

Thank you for your time on {{ interview_day }}. I enjoyed talking with you about [something you talked about], \
and I’d love to be part of the team at {{ employer }}.

Best regards,
{{ my_name }}"""
FOLLOW_UP = """\
Dear {{ contact_first_name }},

I enjoyed my interview on {{ interview_day }}, and I’m still very interested in the {{ opening }} position \
at {{ employer }}. Has a decision been made?

If you need anything else from me, I’m happy to send it.

Best regards,
{{ my_name }}
{{ my_phone }}"""
REPLY = """\
Dear {{ contact_first_name }},

Thank you for getting back to me about the {{ opening }} position. [What you’d like to say in reply.]

Best regards,
{{ my_name }}"""
OFFER_REPLY = """\
Dear {{ contact_first_name }},

Thank you for offering me the {{ opening }} position. I was so glad to hear from you, and I’m excited about \
{{ employer }}. [When you can start, or what you’d still like to talk about.]

Best regards,
{{ my_name }}
{{ my_phone }}"""
REFUSAL_REPLY = """\
Dear {{ contact_first_name }},

Thank you for letting me know about the {{ opening }} position, and for the time you spent with me. \
I enjoyed learning about {{ employer }}, especially [something you liked].

If another position like it opens up, I’d be glad to hear from you.

Best regards,
{{ my_name }}"""

CHECKING_IN = """\
How is your search going? If anything has changed, such as when you can start or the kind of work you want, \
reply to this email and I’ll update it on my side.

Best regards,
{{ my_name }}"""

DEFAULT_TEMPLATES = (
    TemplateText("thank", "A warm thank-you", "Thank you, {{ contact_first_name }}", THANK_YOU),
    TemplateText(
        "thank", "After a later round", "Thank you again, {{ contact_first_name }}", LATER_THANK_YOU, stage="later"
    ),
    TemplateText("follow_up", "A short follow-up", "Following up on the {{ opening }} position", FOLLOW_UP),
    TemplateText("card", "A short card", "Thank you, {{ contact_first_name }}", CARD),
    TemplateText("answer", "Thanks for a reply", "Thank you for getting back to me", REPLY),
    TemplateText("answer", "Thanks for an offer", "Thank you for the offer", OFFER_REPLY, stage="offer"),
    TemplateText(
        "answer", "A gracious reply to a rejection", "Thank you for letting me know", REFUSAL_REPLY, stage="refusal"
    ),
    TemplateText("message", "Checking in", "How is your search going?", CHECKING_IN),
)
