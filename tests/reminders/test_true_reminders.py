"""A reminder names a time that has passed only where the task could have been done before it."""

from tests.reminders.conftest import Days


def text_of(days: Days) -> str:
    days.send()
    body = days.catcher.to(days.person.email)[-1].get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_the_first_reminder_of_a_debrief_says_nothing_of_a_time_gone_by(days: Days) -> None:
    days.at(11.75).decide()
    text = text_of(days)
    assert "Tell how it went at" in text
    assert "planned for" not in text
    assert "was due" not in text
    assert "by " not in text.partition("Tell how it went")[2].partition("\n")[0]


def test_a_second_reminder_says_what_the_task_was_planned_for(days: Days) -> None:
    days.at(11.75).decide()
    days.send()
    days.at(12, days=1).decide()
    assert "planned for" in text_of(days)
