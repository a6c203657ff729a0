"""What stands where two windows typed on one thing."""

import pytest

from portal.core.edit_conflicts import FormSnapshot, deserialize, fingerprint, merge, serialize


def signs(**values: object) -> dict[str, str]:
    return {name: fingerprint(value) for name, value in values.items()}


@pytest.mark.parametrize(
    ("shown", "typed", "standing", "own", "stands", "taken", "clashes"),
    [
        ("a", "a", "a", "", "a", "", ""),
        ("a", "b", "a", "", "b", "", ""),
        ("a", "a", "b", "", "b", "x", ""),
        ("a", "b", "b", "", "b", "", ""),
        ("a", "b", "c", "", "b", "", "x"),
        ("a", "", "c", "", "", "", "x"),
        ("a", "b", "c", "x", "b", "", ""),
        ("a", "a", "c", "x", "a", "", ""),
        ("", None, "c", "", "c", "x", ""),
        (None, "", None, "", "", "", ""),
        (False, True, False, "", True, "", ""),
    ],
)
def test_what_one_typed_stands_and_the_same_field_twice_clashes(
    shown: object, typed: object, standing: object, own: str, stands: object, taken: str, clashes: str
) -> None:
    met = merge(FormSnapshot(signs(x=shown), {}), {"x": typed}, {"x": standing}, own)
    assert (met.values["x"], "".join(met.taken), "".join(met.clashes)) == (stands, taken, clashes)


def test_different_fields_merge_and_what_a_page_never_showed_is_as_typed() -> None:
    met = merge(FormSnapshot(signs(x="a", y="a"), {}), {"x": "b", "y": "a", "z": "n"}, {"x": "a", "y": "c", "z": "m"})
    assert (met.values, met.taken, met.clashes) == ({"x": "b", "y": "c", "z": "n"}, ("y",), ())


@pytest.mark.parametrize(
    ("choice", "stands"),
    [("mine", "b"), ("theirs", "c"), ("both", "b\nc"), ("nonsense", "b"), (None, "b")],
)
def test_who_saw_both_chooses(choice: str | None, stands: str) -> None:
    choices = {"x": choice} if choice else {}
    assert merge(FormSnapshot(signs(x="c"), choices), {"x": "b"}, {"x": "c"}).values == {"x": stands}
    again = merge(FormSnapshot(signs(x="c"), choices), {"x": "b"}, {"x": "d"})
    assert (again.values, again.clashes) == ({"x": "b"}, ("x",)), "what came after that was not chosen between"


@pytest.mark.parametrize("text", [None, "", "[1]", "{", "7", "[" * 5000, '{"x":'])
def test_what_no_page_wrote_says_nothing(text: str | None) -> None:
    assert deserialize(text) == {}


def test_a_form_carries_signs_and_no_words() -> None:
    carried = serialize({"x": "something private"})
    assert "private" not in carried and deserialize(carried) == signs(x="something private")
