"""The picture of a comparison: an A4 page that fits, in either language, with the figures of the simulation."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest

from costbench import compare
from costbench.cli import main
from costbench.cli.pages.chart import A4, BLUE, DOTS, ORANGE, SKY, VERMILION, draw, page
from costbench.cli.pages.risks import risks_of
from costbench.language import LANGUAGES

POOR = {"outstanding_at_maturity": 300_000.0, "joint_venture.jobs_at_maturity": 5.0, "sites": 2.0}
OKABE_ITO = {"#0072B2", "#56B4E9", "#E69F00", "#D55E00", "#009E73", "#F0E442", "#CC79A7", "#000000"}


def risks(draws: int = 256, **given: float):
    return risks_of(compare(**given), draws, 0, given)


@pytest.fixture(scope="module")
def usual():
    return risks()


@pytest.fixture(scope="module")
def poor():
    return risks(**POOR)


def rendered(figure):
    """Return the renderer of a figure that was drawn."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    return canvas.get_renderer()


def texts_of(figure):
    from matplotlib.text import Text

    return [text for text in figure.findobj(Text) if text.get_text().strip() and text.get_visible()]


def test_a_png_is_an_a4_page_in_landscape(usual, tmp_path):
    from matplotlib.image import imread

    file = tmp_path / "out.png"
    draw(usual, file, "en")
    height, width = imread(file).shape[:2]
    assert (width, height) == (int(A4[0] * DOTS), int(A4[1] * DOTS))
    assert [item.name for item in tmp_path.iterdir()] == ["out.png"]


@pytest.mark.parametrize("kind", ["png", "pdf", "svg"])
def test_the_same_comparison_gives_the_same_bytes(usual, tmp_path, kind):
    digests = set()
    for name in ("a", "b"):
        draw(usual, tmp_path / f"{name}.{kind}", "fr")
        digests.add(hashlib.sha256((tmp_path / f"{name}.{kind}").read_bytes()).hexdigest())
    assert len(digests) == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", ["usual", "poor"])
def test_no_text_leaves_the_page_or_covers_another(request, case, language):
    figure = page(request.getfixturevalue(case), language)
    renderer = rendered(figure)
    boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in texts_of(figure)]
    width, height = figure.get_size_inches() * figure.dpi
    assert len(boxes) > 40
    for words, box in boxes:
        assert box.x0 >= 0 and box.x1 <= width and box.y0 >= 0 and box.y1 <= height, words
    for place, (words, box) in enumerate(boxes):
        for others, other in boxes[place + 1 :]:
            wide = min(box.x1, other.x1) - max(box.x0, other.x0)
            high = min(box.y1, other.y1) - max(box.y0, other.y0)
            assert wide <= 0 or high <= 0.35 * min(box.height, other.height), (words, others)


def test_the_marks_stand_where_the_draws_are(usual):
    axes = page(usual, "en").axes[0]
    means = [line.get_xdata()[0] for line in axes.lines if line.get_marker() == "D"]
    worth = [simulation.outcomes["organisation"] / 1000 for simulation in usual.simulations]
    np.testing.assert_allclose(means, [values.mean() for values in worth])
    ranges = [line.get_xdata() for line in axes.lines if line.get_marker() == "|"]
    np.testing.assert_allclose(ranges, [np.quantile(values, [0.05, 0.95]) for values in worth])
    halves = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in axes.patches]
    np.testing.assert_allclose(halves, [np.quantile(values, [0.25, 0.75]) for values in worth])


def test_the_bars_of_the_tornado_run_from_the_central_case_to_each_end(usual):
    axes = page(usual, "en").axes[1]
    ends = [bar.get_x() + bar.get_width() for bar in axes.patches]
    expected = [end / 1000 for swing in usual.swings for end in (swing.pessimistic, swing.optimistic)]
    np.testing.assert_allclose(ends, expected)
    hatched = [bar.get_hatch() is not None for bar in axes.patches]
    assert hatched == [True, False] * len(usual.swings)


def test_the_colours_are_those_of_okabe_and_ito():
    assert {BLUE, SKY, ORANGE, VERMILION} <= OKABE_ITO


def test_the_model_in_focus_is_the_best_that_something_moves(poor):
    assert poor.simulations[0].model.id == "do_nothing"
    assert poor.focus.id == poor.simulations[1].model.id
    assert all(swing.size > 0 for swing in poor.swings)


def test_a_single_model_that_nothing_moves_has_no_tornado(tmp_path):
    alone = risks_of(compare(["do_nothing"]), 64, 0, {})
    assert len(page(alone, "en").axes) == 1


@pytest.mark.parametrize("name", ["out.gif", "out", "out.png.txt"])
def test_a_picture_of_an_unknown_kind_is_refused_before_any_work(name, tmp_path, capsys):
    with pytest.raises(SystemExit) as left:
        main(["compare", "--lang", "en", "--chart", str(tmp_path / name)])
    assert left.value.code == 2
    assert "ends in .png, .pdf or .svg" in capsys.readouterr().err


def test_a_folder_that_is_not_there_is_said(tmp_path, capsys):
    with pytest.raises(SystemExit) as left:
        main(["compare", "--lang", "fr", "--chart", str(tmp_path / "nowhere" / "out.png")])
    assert left.value.code == 2
    assert "n’existe pas" in capsys.readouterr().err


def test_a_picture_that_fails_leaves_nothing_behind(usual, tmp_path, monkeypatch):
    def broken(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("costbench.cli.pages.chart.page", broken)
    file = tmp_path / "out.png"
    file.write_bytes(b"before")
    with pytest.raises(OSError, match="No space"):
        draw(usual, file, "en")
    assert [item.name for item in Path(tmp_path).iterdir()] == ["out.png"]
    assert file.read_bytes() == b"before"
