"""A general draft composed from three answers: the tone, what to remember, and how to get in touch."""

from dataclasses import dataclass


@dataclass(frozen=True)
class QuestionnaireAnswers:
    """`tone` is `warm`, `plain`, or `formal`.

    `brings` is what the employer should remember, or empty; `reach` is `phone`, `email`, or `neither`.
    """

    tone: str
    brings: str
    reach: str


@dataclass(frozen=True)
class _Tone:
    subject: str
    greeting: str
    thanks: str
    wish: str
    farewell: str


_TONES = {
    "warm": _Tone(
        "Thank you, {{ contact_first_name }}",
        "Dear {{ contact_first_name }},",
        "Thank you for taking the time to meet with me on {{ interview_day }}. I enjoyed our conversation about "
        "[something you talked about], and I’ve been thinking about it since.",
        "I’d love to be part of the team at {{ employer }}, and I hope to hear from you soon.",
        "Best regards,",
    ),
    "plain": _Tone(
        "Thank you for your time",
        "Hi {{ contact_first_name }},",
        "Thank you for meeting with me on {{ interview_day }}. I liked our conversation about "
        "[something you talked about].",
        "I’d be glad to work with you at {{ employer }}.",
        "Thanks again,",
    ),
    "formal": _Tone(
        "Thank you for the interview on {{ interview_day }}",
        "Dear {{ contact_name }},",
        "Thank you for meeting with me on {{ interview_day }} about the {{ opening }} position. Our conversation "
        "about [something you talked about] made me even more interested.",
        "I’d welcome the chance to contribute at {{ employer }}. Please reach out with any questions.",
        "Sincerely,",
    ),
}
_CONTACT_LINES = {"phone": "{{ my_phone }}", "email": "{{ my_email }}"}
_STRENGTHS_PLACEHOLDER = "[What you could do for them.]"


def tone_texts() -> list[str]:
    """Return the sentences that a draft made from three answers starts from, one text for each tone."""
    return [f"{tone.thanks}\n{tone.wish}" for tone in _TONES.values()]


def compose_draft(answers: QuestionnaireAnswers) -> tuple[str, str]:
    """Return the subject and the body of a draft from these answers; what is not known yet is a placeholder."""
    tone = _TONES[answers.tone]
    signature = [tone.farewell, "{{ my_name }}", *filter(None, [_CONTACT_LINES.get(answers.reach)])]
    parts = [tone.greeting, tone.thanks, answers.brings or _STRENGTHS_PLACEHOLDER, tone.wish, "\n".join(signature)]
    return tone.subject, "\n\n".join(parts)
