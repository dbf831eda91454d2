"""Parameters of stored questions: two values for one name are refused, in the same words everywhere."""

from __future__ import annotations

from adgo.queries import second_value


def test_two_values_for_one_name_are_named() -> None:
    given = [("firm", "QCraft"), ("day", "2026-01-31"), ("firm", "Momenta")]
    assert second_value(given) == "firm has two values, 'QCraft' and 'Momenta'"


def test_the_same_value_may_stand_twice() -> None:
    assert not second_value([("firm", "QCraft"), ("firm", "QCraft"), ("speaker", "QCraft")])
