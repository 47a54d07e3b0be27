"""Where the boxes of a network stand."""

from app.charts.stages.layers import layered


def test_a_column_is_the_longest_chain_before_a_node() -> None:
    """a-b-c-d and a-d: d stands after c, not after a."""
    found = layered(["a", "b", "c", "d"], [("a", "b"), ("b", "c"), ("c", "d"), ("a", "d")])
    assert [found.places[node][0] for node in "abcd"] == [0, 1, 2, 3]


def test_a_long_arrow_has_room_in_every_column_that_it_passes() -> None:
    """From a to d past b and c: two bends, in rows of their own."""
    found = layered(["a", "b", "c", "d"], [("a", "b"), ("b", "c"), ("c", "d"), ("a", "d")])
    way = found.ways["a", "d"]
    assert [column for column, _ in way] == [1, 2]
    assert found.ways["a", "b"] == ()
    assert way[0][1] != found.places["b"][1]
    assert way[1][1] != found.places["c"][1]


def test_neighbours_stand_side_by_side_so_that_arrows_do_not_cross() -> None:
    """p leads to s and q to r: r and s trade places, then neither arrow crosses the other."""
    found = layered(["p", "q", "r", "s"], [("p", "s"), ("q", "r")])
    up = found.places["p"][1] < found.places["q"][1]
    assert (found.places["s"][1] < found.places["r"][1]) == up


def test_no_two_boxes_share_a_place() -> None:
    nodes = [f"n{number}" for number in range(9)]
    arrows = [(nodes[one], nodes[other]) for one in range(9) for other in range(one + 1, 9) if (one + other) % 3 == 0]
    found = layered(nodes, arrows)
    every = [*found.places.values(), *(place for way in found.ways.values() for place in way)]
    assert len(set(every)) == len(every)
    assert all(found.places[one][0] < found.places[other][0] for one, other in arrows)


def test_a_circle_is_laid_out_in_the_order_of_the_nodes() -> None:
    found = layered(["a", "b"], [("a", "b"), ("b", "a")])
    assert [found.places[node][0] for node in "ab"] == [0, 1]


def test_nothing_has_no_places() -> None:
    assert layered([], []).places == {}
