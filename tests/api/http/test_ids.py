from api.http.ids import PLAN, PROGRAMME, is_id, new_id


def test_an_id_is_recognised() -> None:
    made = {new_id(PROGRAMME) for _ in range(1000)}
    assert len(made) == 1000
    assert all(is_id(PROGRAMME, one) for one in made)
    assert not any(is_id(PLAN, one) for one in made)


def test_nothing_else_is_an_id() -> None:
    right = "prg_" + "a" * 20
    assert is_id(PROGRAMME, right)
    for wrong in (
        "",
        right.upper(),
        right + "\n",
        right + "a",
        right[:-1],
        " " + right,
        "prg_" + "1" * 20,
    ):
        assert not is_id(PROGRAMME, wrong)
