"""Whether what is wrong with a board that is shown would be found."""

import pathlib
import sys
import unittest

sys.path.append(str(pathlib.Path(__file__).resolve().parent / "pictures"))
import judgement  # noqa: E402

KNOWN = {1: {"title": "Who", "type": "table"}, 2: {"title": "How long", "type": "heatmap"}}


def panel(number, **what):
    return {"id": number, "rows": 0, "legend": 0, "cut": [], "noData": False} | what


def problems(panels=None, **what):
    seen = {"errors": [], "wide": [], "loading": [], "asked": [], "panels": panels or [panel(1), panel(2)]} | what
    return list(judgement.problems(seen, KNOWN))


class Judgement(unittest.TestCase):
    def test_a_good_board_has_none(self):
        self.assertEqual(problems([panel(1, rows=50), panel(2, legend=3, noData=True)],
                                  asked=[{"panel": 1, "seconds": 9.0, "names": 50}, {"panel": None, "seconds": 1.0, "names": 900}]), [])

    def test_each_is_told(self):
        for expected, what in {
                "a panel: Bad Gateway": {"errors": ["a panel: Bad Gateway"]},
                "the page: a horizontal scroll bar": {"wide": ["the page"]},
                "Who: a horizontal scroll bar": {"wide": ["panel-1"]},
                "How long: did not finish": {"loading": ["panel-2"]},
                "1 of 2 panels are shown": {"panels": [panel(1)]},
                'Who: says "No data"': {"panels": [panel(1, noData=True), panel(2)]},
                "Who: cut off: Explained by": {"panels": [panel(1, cut=["Explained by"]), panel(2)]},
                "Who: lists 51 names": {"panels": [panel(1, rows=51), panel(2)]},
                "How long: lists 60 names": {"panels": [panel(1), panel(2, legend=60)]},
                "Who: is answered with 20000 names": {"asked": [{"panel": 1, "seconds": 1.0, "names": 20000}]}}.items():
            with self.subTest(expected):
                self.assertEqual(problems(**what), [expected])

    def test_the_slowest_panel(self):
        asked = [{"panel": 1, "seconds": 1.0}, {"panel": 2, "seconds": 3.0}, {"panel": None, "seconds": 2.0}]
        self.assertEqual(judgement.slowest({"asked": asked}, KNOWN), (3.0, "How long"))
        self.assertEqual(judgement.slowest({"asked": asked[2:]}, KNOWN), (2.0, "variables and annotations"))


if __name__ == "__main__":
    unittest.main()
