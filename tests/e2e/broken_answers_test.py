"""Each kind of broken answer ends in a named condition; nothing crashes, nothing hangs."""

import stack as parts
from support import StackTest

# step of the simulator -> condition; None: unknown is the only honest word.
BROKEN = {
    "reset": ({"fault": "reset"}, "unreachable"),
    "closed": ({"fault": "close"}, "unreachable"),
    "half": ({"answer": "ok", "fault": "half"}, "unreadable-answer"),
    "garbage": ({"fault": "garbage"}, "unreachable"),
    "stalled": ({"fault": "stall"}, "unreachable"),
    "dripping": ({"answer": "ok", "fault": "drip"}, "unreachable"),
    "oversize": ({"fault": "oversize"}, "unreadable-answer"),
    "flood": ({"fault": "header-flood"}, "unreachable"),
    "html-500": ({"status": 500, "body": "<html>oops</html>"}, "internal-server-error"),
    "empty-500": ({"status": 500, "body": ""}, "internal-server-error"),
    "html-502": ({"answer": "gateway-error"}, "gateway-error"),
    "html-200": ({"status": 200, "body": "<html>login here</html>"}, "unreadable-answer"),
    "cut-json": ({"status": 200, "body": '{"health_status": {"can_send'}, "unreadable-answer"),
    "deep-json": ({"status": 200, "body": "[" * 100000}, "unreadable-answer"),
    "no-verdict": ({"status": 200, "body": "{}"}, "health-unknown"),
    "teapot": ({"status": 418, "body": '{"meta": {"developerMessage": "I am a teapot"}}'}, "unknown-error"),
    "redirect": ({"status": 302, "headers": {"Location": "https://elsewhere.invalid/"}, "body": ""},
                 "unknown-error"),
    "limited": ({"answer": "endpoint-rate-limited"}, "endpoint-rate-limited"),
    "bad-key": ({"answer": "invalid-api-key"}, "invalid-api-key"),
    "disabled": ({"answer": "api-disabled"}, "api-disabled"),
    "calling": ({"answer": "health-calling-blocked"}, "health-calling-blocked"),
    "overload": ({"answer": "capacity-overload"}, "capacity-overload"),
}


class BrokenAnswers(StackTest):
    accounts = {name: "regular" for name in list(BROKEN) + ["fine"]}

    def test_each_ends_in_a_named_condition(self):
        self.stack.start_simulator(self.scenario())
        # The control endpoint stands for the second host that tells silence from our own trouble.
        self.stack.start_exporter(self.config(
            self.stack.url("simulator"),
            polling=f'canary_urls = ["{self.stack.url("control", "/accounts")}"]'))
        for name in self.accounts:
            self.until_state(name, "ok")
        for name, (step, _) in BROKEN.items():
            self.stack.answer(name, **step)

        def conditions():
            return {name: [i["condition"] for i in account["incidents"]]
                    for name, account in self.stack.accounts().items()}
        expected = {name: [condition] for name, (_, condition) in BROKEN.items()} | {"fine": []}
        try:
            parts.wait_until("each has its condition", lambda: conditions() == expected, 40)
        except TimeoutError:
            self.assertEqual(conditions(), expected)
        self.stack.check_alive()
        metrics = parts.get(self.stack.url("exporter", "/metrics"))
        self.assertRegex(metrics, r'waba_exporter_unclassified_answers_total\{[^}]*\} [1-9]')
        self.assertEqual(self.stack.stop("exporter"), 0)


class NoSecondHost(StackTest):
    accounts = {"quiet": "regular", "cut": "regular"}

    def test_an_answer_that_breaks_off_is_evidence_all_the_same(self):
        self.stack.start_simulator(self.scenario())
        self.stack.start_exporter(self.config(self.stack.url("simulator")))
        self.until_state("cut", "ok")
        self.stack.answer("cut", answer="internal-server-error", fault="half")
        self.assertEqual(self.until_state("cut", "wait")["incidents"][0]["condition"], "internal-server-error")

    def test_silence_without_a_second_host_is_unknown(self):
        self.stack.start_simulator(self.scenario())
        self.stack.start_exporter(self.config(self.stack.url("simulator")))
        self.until_state("quiet", "ok")
        self.stack.stop("simulator")
        account = self.until_state("quiet", "unknown")
        self.assertEqual(account["incidents"], [])
        self.assertIn("canary_urls", account["why_unknown"])
