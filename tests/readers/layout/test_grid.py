from __future__ import annotations

from sousveil.readers.layout.grid import Area, grids_of, stacks_of
from sousveil.readers.layout.ink import Rule


def rules(at: list[float], start: float, end: float) -> list[Rule]:
    return [Rule(one, start, end) for one in at]


def test_a_full_grid() -> None:
    (grid,) = grids_of(rules([0, 20, 40], 0, 90), rules([0, 30, 60, 90], 0, 40))
    assert grid.areas == tuple(Area(row, column, row + 1, column + 1) for row in range(2) for column in range(3))
    assert grid.box == (0, 0, 90, 40)


def test_missing_borders_merge_cells() -> None:
    flat = [Rule(0, 0, 90), Rule(20, 30, 90), Rule(40, 0, 90)]
    (grid,) = grids_of(flat, [Rule(0, 0, 40), Rule(30, 0, 40), Rule(60, 20, 40), Rule(90, 0, 40)])
    assert set(grid.areas) == {Area(0, 0, 2, 1), Area(0, 1, 1, 3), Area(1, 1, 2, 2), Area(1, 2, 2, 3)}


def test_rules_that_miss_each_other_by_little_still_touch() -> None:
    assert len(grids_of(rules([0, 20, 40], 2, 88), rules([0, 45, 90], 2.5, 38))) == 1


def test_two_tables_are_two_grids() -> None:
    upright = [*rules([0, 45, 90], 0, 40), *rules([0, 45, 90], 100, 140)]
    assert [grid.ys[0] for grid in grids_of(rules([0, 20, 40, 100, 120, 140], 0, 90), upright)] == [0, 100]


def test_a_box_and_lone_rules_are_no_grid() -> None:
    assert grids_of(rules([0, 40], 0, 90), rules([0, 90], 0, 40)) == []
    assert grids_of(rules([0, 40], 0, 90), []) == []


def test_columns_beyond_the_last_vertical_rule() -> None:
    (grid,) = grids_of(rules([0, 20, 40], 0, 90), rules([30, 60], 0, 40))
    assert grid.xs == (0, 30, 60, 90)


def test_a_row_open_at_the_page_break() -> None:
    (grid,) = grids_of(rules([0, 20], 0, 90), rules([0, 45, 90], 0, 70))
    assert (grid.ys, grid.open_top, grid.open_bottom) == ((0, 20, 70), False, True)


def test_rules_of_one_width_are_a_stack_where_no_grid_is() -> None:
    flat = rules([0, 20, 60], 10, 400)
    assert stacks_of([*flat, Rule(700, 10, 80)], []) == [flat]
