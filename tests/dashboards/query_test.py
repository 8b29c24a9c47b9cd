"""Every query of every board against a real Prometheus with data of the real exporter: the story fills each of
them, and where there is nothing they answer with nothing instead of an error."""

import math
import pathlib
import tempfile
import time
import unittest
import urllib.error
import urllib.parse

import stack as parts
import story
from boards import boards, expressions, filled

MINUTE = 1.2  # seconds that stand for one of the story
# Whose board is looked at: all of them together must fill it.
NAMES = (*story.EVENTS, *story.ACCOUNTS, *story.AT_META, *story.AT_LEGACY, "provider/d360")


def hurried(rules):
    """What is looked at every few minutes: by then the story is over."""
    return rules.replace("interval: 5m", "interval: 10s").replace("[1d:2m]", "[1d:10s]")


class Queries(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="waba_boards_")
        cls.addClassCleanup(folder.cleanup)
        cls.stack = parts.Stack(pathlib.Path(folder.name))
        cls.addClassCleanup(cls.stack.close)
        told = story.Story(cls.stack, MINUTE)
        cls.began = time.time()
        cls.stack.start_prometheus(change=hurried)
        told.start()
        while told.past() < story.MINUTES:
            cls.stack.check_alive()
            told.tell()
            time.sleep(1)
        # The partner is asked once a minute, and told of what changed by the second answer at the earliest.
        parts.wait_until("a channel that left is seen", lambda: parts.get_json(cls.stack.url(
            "prometheus", "/api/v1/query?query=increase(waba_discovery_changes_total[1m])>0"))["data"]["result"], 120)
        # The last step of a range may lie a second before its end.
        cls.ended = time.time() + 1
        cls.shown = math.ceil(cls.ended - cls.began)  # seconds, of which a board tells as a whole

    def ask(self, expression, instant):
        """The values of the answer; fails if Prometheus refuses the query."""
        parameters = {"query": expression, "time": self.ended} if instant else {
            "query": expression, "start": self.began, "end": self.ended, "step": 1}
        path = "/api/v1/query?" if instant else "/api/v1/query_range?"
        try:
            # How long it takes on a machine that is busy is not what is asked here.
            answer = parts.get_json(self.stack.url("prometheus", path + urllib.parse.urlencode(parameters)), timeout=60)
        except urllib.error.HTTPError as error:
            self.fail(f"{expression}\n{error.read().decode()}")
        found = [sample for series in answer["data"]["result"]
                 for sample in series.get("values", [series.get("value")])]
        return [float(value) for _, value in found]

    def queries(self):
        for file, board in boards().items():
            for where, expression, instant in expressions(board):
                yield f"{file}: {where}", expression, instant

    def test_the_story_fills_every_query(self):
        empty, asked = [], 0
        for where, expression, instant in self.queries():
            asked += 1
            names = NAMES if "$name" in expression else ("",)
            texts = [filled(expression, name=name, __range=f"{self.shown}s", __range_s=str(self.shown),
                            __rate_interval="10s")
                     for name in names]
            if not any(not math.isnan(value) for text in texts for value in self.ask(text, instant)):
                empty.append(f"{where}\n    {texts[0]}")
        self.assertEqual(empty, [], f"{len(empty)} of {asked}:\n" + "\n".join(empty))

    def test_nothing_is_no_error(self):
        for where, expression, instant in self.queries():
            if where.endswith("variable job"):
                continue  # it is asked for what jobs there are
            with self.subTest(where):
                self.assertEqual(self.ask(filled(expression, job="nobody", name="nobody"), instant), [])


if __name__ == "__main__":
    unittest.main()
