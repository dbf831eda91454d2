"""Numbers in digits and words."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adgo.evidence.verification.number_words import numbers


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("around 200,000 yuan", "200000"),
        ("rund 200.000 Yuan", "200000"),
        ("200\u202f000 yuan", "200000"),
        ("($28,315)", "28315"),
        ("28.5 points", "28.5"),
        ("28,5 Punkte", "28.5"),
        ("1 000 000 yuan", "1000000"),
        ("May 12 300 cars", "300"),
        ("over half of the cars", "50"),
        ("over half of the cars", "0.5"),
        ("surpassed 65 percent", "65"),
        ("surpassed 65 percent", "0.65"),
        ("twenty-six cities", "26"),
        ("two hundred and sixty-five", "265"),
        ("three thousand five hundred", "3500"),
        ("1.5 million", "1500000"),
        ("one generation", "1"),
        ("Level-4 buses", "4"),
        ("on 2025-10-13", "2025"),
        ("in 2017", "2017"),
        ("the world's largest market", "1"),
        ("a new headquarters", "1"),
    ],
)
def test_number_is_read(text: str, value: str) -> None:
    assert Decimal(value) in numbers(text)


@pytest.mark.parametrize(
    ("text", "value"), [("26 cities", "2"), ("26 cities", "27"), ("none at all", "0"), ("1,5 million", "15")]
)
def test_other_numbers_are_not(text: str, value: str) -> None:
    assert Decimal(value) not in numbers(text)


@given(st.integers(0, 10**12))
def test_any_whole_number_is_read_with_and_without_groups(value: int) -> None:
    assert Decimal(value) in numbers(f"about {value} of them")
    assert Decimal(value) in numbers(f"about {value:,} of them")


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    assert all(isinstance(value, Decimal) for value in numbers(text))


def test_a_text_without_numbers_has_none() -> None:
    assert numbers("salt and pepper") == set()
