"""The description of the API, docs/openapi.yaml, held against the program: the same routes, and real answers of it."""

import datetime
import json
import re
import subprocess
import urllib.error
import urllib.request

import jsonschema
import stack as parts
import yaml
from support import CANARY, StackTest

DESCRIPTION = yaml.safe_load((parts.ROOT / "docs/openapi.yaml").read_text())
ROUTES = parts.ROOT / "src/web/routes.cc"
METHODS = {"Methods::kGet": {"get"}, "Methods::kPost": {"post"}, "Methods::kGetAndPost": {"get", "post"}, None: {"get"}}

OBSERVER = f"{CANARY}-observer"
DOOR = '[observations]\ntoken_file = "keys/observer"\n'
LONGEST = "32KiB"  # of a body
TOO_LONG = 33 << 10


def served():
    """Path -> methods of the table in routes.cc."""
    rows = re.findall(r'Route\{"(/api/v1/[^"]*)",\s*"[^"]*",\s*[\w<>]+(?:,\s*(Methods::\w+))?(?:,\s*"\w*")?\}',
                      ROUTES.read_text())
    return {path: METHODS[methods or None] for path, methods in rows}


def described():
    """The same of the description: what is in braces at the end is everything below the folder."""
    found = {}
    for path, item in DESCRIPTION["paths"].items():
        folder = re.sub(r"\{.*$", "*", path)
        found.setdefault(folder, set()).update(set(item) & {"get", "post", "put", "patch", "delete"})
    return found


def template_of(path):
    """The path of the description that a request's path is an example of."""
    for template in sorted(DESCRIPTION["paths"], key=lambda one: one.count("{")):
        if re.fullmatch(re.sub(r"\{[^}]*\}", "[^/]+", template), path):
            return template
    raise AssertionError(f"{path} is not described")


def resolved(part):
    while "$ref" in part:
        found = DESCRIPTION
        for name in part["$ref"].removeprefix("#/").split("/"):
            found = found[name]
        part = found
    return part


def flaws(schema, value):
    whole = {**schema, "components": DESCRIPTION["components"]}
    return [f"{error.json_path}: {error.message}"
            for error in jsonschema.Draft202012Validator(whole).iter_errors(value)]


def objects(schema, at=""):
    """(where, schema) of every schema below that says which properties an object has."""
    if isinstance(schema, dict):
        if "properties" in schema:
            yield at, schema
        for key, value in schema.items():
            yield from objects(value, f"{at}/{key}")
    elif isinstance(schema, list):
        for index, value in enumerate(schema):
            yield from objects(value, f"{at}/{index}")


def examples():
    """(page, script) of each block of shell in the documentation that asks the API by curl; those of the tutorial build on one
    another, and tutorial_test types them."""
    for page in sorted(set((parts.ROOT / "docs").glob("*.md")) - {parts.ROOT / "docs/tutorial.md"}):
        for block in re.findall(r"^```(?:sh|bash)\n(.*?)^```", page.read_text(), re.MULTILINE | re.DOTALL):
            if "curl" in block and ":10360/api/v1/" in block:
                yield page.name, block


class Api(StackTest):
    accounts = {"shop": "regular", "office": "premium"}
    lasts = 30

    def setUp(self):
        super().setUp()
        self.asked = set()
        self.stack.start_simulator(self.scenario())
        self.stack.write_key("observer", OBSERVER)
        self.usual = self.config(self.stack.url("simulator")).replace(
            "[server]\n", f'[server]\nmax_body = "{LONGEST}"\n')
        self.stack.start_exporter(self.usual + DOOR)
        for account in self.accounts:
            self.until_state(account, "ok")

    def ask(self, target, expected, method="GET", body=None, **headers):
        """The answer, which must have this status, and the content that is described for it."""
        request = urllib.request.Request(self.stack.url("exporter", target), data=body, method=method)
        for name, value in headers.items():
            request.add_header(name, value)
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                status, kind, text = answer.status, answer.headers["Content-Type"], answer.read().decode()
        except urllib.error.HTTPError as error:
            status, kind, text = error.code, error.headers["Content-Type"], error.read().decode()
        self.assertEqual(status, expected, f"{method} {target}: {text}")
        self.assert_no_canary(target, text)
        value = json.loads(text)
        path = target.split("?")[0]
        template = template_of(path)
        operation = DESCRIPTION["paths"][template].get(method.lower())
        self.assertIsNotNone(operation, f"{method} {template} is not described")
        content = resolved(operation["responses"][str(status)])["content"]
        self.assertEqual([kind], list(content), target)
        self.assertEqual(flaws(content[kind]["schema"], value), [], f"{method} {target}: {text[:2000]}")
        self.asked.add((template, method.lower(), str(status)))
        return value

    def observe(self, body, expected, account="shop", token=OBSERVER):
        return self.ask(f"/api/v1/observations/{account}", expected, "POST", body,
                        Authorization=f"Bearer {token}")

    def test_the_program_answers_as_it_is_described(self):
        self.assertEqual(described(), served())
        for schema in DESCRIPTION["components"]["schemas"].values():
            jsonschema.Draft202012Validator.check_schema(schema)
        for where, schema in objects(DESCRIPTION["components"]["schemas"]):
            if where == "/Observation":
                continue  # what is the caller's own is taken
            self.assertIs(schema.get("additionalProperties"), False, where)
            if where not in ("/MaintenanceForm", "/At"):  # which people fill in
                self.assertEqual(sorted(schema["required"]), sorted(schema["properties"]), where)

        # An incident that is over, one that is open, an answer that nobody knows.
        self.stack.answer("shop", answer="internal-server-error")
        self.until_state("shop", "wait")
        self.stack.answer("shop", answer="ok")
        self.until_state("shop", "ok")
        self.stack.answer("shop", status=418, body="a teapot")
        self.stack.answer("office", answer="internal-server-error")
        self.until_state("office", "wait")
        parts.wait_until("an unknown answer is kept", lambda: parts.get_json(
            self.stack.url("exporter", "/api/v1/unknown"))["unknown"], 20)

        listed = self.ask("/api/v1/accounts", 200)
        self.assertEqual([one["name"] for one in listed["accounts"]], ["office", "shop"])
        self.assertEqual(listed["accounts"][0]["incidents"][0]["condition"], "internal-server-error")
        self.ask("/api/v1/accounts?state=ok&limit=1", 200)
        self.ask("/api/v1/accounts?limit=0", 400)
        office = self.ask("/api/v1/accounts/office", 200)
        self.assertEqual(office["polls"][0]["http_status"], 500)
        self.assertEqual(office["account"]["phone"], "+49 ** *****67")
        shop = self.ask("/api/v1/accounts/shop", 200)
        self.assertEqual(shop["past"]["restarts"]["restarts"], 1, shop["past"])
        self.assertIn("incident", [span["kind"] for span in shop["past"]["time_line"]["spans"]])
        self.ask("/api/v1/accounts/nobody", 404)
        self.assertEqual(self.ask("/api/v1/summary", 200)["total"], 2)
        incidents = self.ask("/api/v1/incidents", 200)["incidents"]
        self.assertEqual({one["account"] for one in incidents}, {"office", "shop"})
        self.ask("/api/v1/incidents?state=closed", 400)
        self.assertTrue(self.ask("/api/v1/conditions", 200)["conditions"])
        self.assertEqual(self.ask("/api/v1/unknown", 200)["unknown"][0]["account"], "shop")

        known = {"status": 500, "body": {"meta": {"developerMessage": "Internal server error"}}}
        self.observe(json.dumps(known).encode(), 200)
        both = self.observe(json.dumps([known, {"status": "x"}]).encode(), 200)
        self.assertIn("error", both[1])
        self.observe(b"not json", 400)
        self.observe(json.dumps([{"status": 500}] * 1001).encode(), 413)
        self.observe(b"{}", 401, token="guessed")
        self.observe(b"{}", 404, account="nobody")
        self.tell_of_maintenance()
        self.tell_of_cases()
        self.ask_with_slips()
        self.ask_for_news()
        self.run_the_examples()
        self.close_the_door(known)
        self.check_that_nothing_was_left_out()
        self.check_what_is_described_nowhere()

    def tell(self, target, expected, value=None, token=OBSERVER):
        body = b"" if value is None else json.dumps(value).encode()
        return self.ask(target, expected, "POST", body, Authorization=f"Bearer {token}")

    def tell_of_maintenance(self):
        now = datetime.datetime.now(datetime.timezone.utc)
        moments = [(now + datetime.timedelta(minutes=m)).strftime("%Y-%m-%dT%H:%M:%SZ") for m in (-10, 10, 20)]
        form = {"reason": "moving", "accounts": ["shop"], "from": moments[0], "to": moments[1]}
        flaws_of_form = flaws({"$ref": "#/components/schemas/MaintenanceForm"}, form)
        self.assertEqual(flaws_of_form, [])
        made = self.tell("/api/v1/maintenance", 201, form)
        self.assertEqual(self.tell("/api/v1/maintenance", 200, form), made)
        self.tell("/api/v1/maintenance", 400, {"reason": "moving", "colour": "red"})
        self.tell("/api/v1/maintenance", 401, form, token="guessed")
        self.tell("/api/v1/maintenance", 409, {**form, "from": "2020-01-01T00:00:00Z", "to": "2020-01-01T01:00:00Z"})
        self.tell("/api/v1/maintenance", 413, {"reason": "x" * TOO_LONG})
        self.assertEqual(self.ask("/api/v1/maintenance", 200)["maintenance"], [made])
        self.assertEqual(self.ask("/api/v1/accounts/shop", 200)["account"]["maintenance"]["reason"], "moving")
        one = f"/api/v1/maintenance/{made['id']}"
        self.assertEqual(self.ask(one, 200), made)
        self.ask("/api/v1/maintenance/m0", 404)
        self.tell(f"{one}/end", 401, token="guessed")
        self.tell("/api/v1/maintenance/m0/end", 404)
        self.tell(f"{one}/end", 413, {"reason": "x" * TOO_LONG})
        self.assertIsNotNone(self.tell(f"{one}/end", 200)["ended"])
        configured = [it for it in self.ask("/api/v1/maintenance", 200)["maintenance"]
                      if it["source"] == "configuration"]
        self.assertEqual(configured, [])
        self.configure('[[maintenance]]\nreason = "backup"\nall = true\nfrom = "02:00"\nto = "02:30"\n'
                       'time_zone = "Europe/Berlin"\n')
        configured = parts.wait_until("it is configured", lambda: [
            it for it in self.ask("/api/v1/maintenance", 200)["maintenance"] if it["source"] == "configuration"], 20)
        self.tell(f"/api/v1/maintenance/{configured[0]['id']}/end", 409)

    def tell_of_cases(self):
        form = {"account": "office", "reference": "4711"}
        made = self.tell("/api/v1/cases", 201, form)
        self.assertEqual(self.tell("/api/v1/cases", 200, form), made)
        self.tell("/api/v1/cases", 400, {})
        self.tell("/api/v1/cases", 401, form, token="guessed")
        self.tell("/api/v1/cases", 404, {"account": "nobody"})
        self.tell("/api/v1/cases", 409, {"account": "office", "opened_at": "2040-01-01T00:00:00Z"})
        self.tell("/api/v1/cases", 413, {"account": "x" * TOO_LONG})
        self.assertEqual(self.ask("/api/v1/cases?account=office", 200)["cases"], [made])
        one = f"/api/v1/cases/{made['id']}"
        self.assertEqual(self.ask(one, 200), made)
        self.ask("/api/v1/cases/c0", 404)
        for action, field in (("answered", "answered_at"), ("close", "closed_at")):
            self.tell(f"{one}/{action}", 400, {"when": "now"})
            self.tell(f"{one}/{action}", 401, token="guessed")
            self.tell(f"/api/v1/cases/c0/{action}", 404)
            self.tell(f"{one}/{action}", 409, {"at": "2040-01-01T00:00:00Z"})
            self.tell(f"{one}/{action}", 413, {"at": "x" * TOO_LONG})
            self.assertIsNotNone(self.tell(f"{one}/{action}", 200)[field])

    def ask_with_slips(self):
        """A parameter that nobody knows is refused, and so is the account that nobody has."""
        for path, item in DESCRIPTION["paths"].items():
            target = path.format(name="shop", id="m0")
            if "get" in item:
                self.ask(f"{target}?colour=red", 400)
            if "post" in item and "400" in item["post"]["responses"]:
                self.tell(f"{target}?colour=red", 400, {})
        self.ask("/api/v1/cases?account=nobody", 404)

    def ask_for_news(self):
        """Who has it already is not sent it again."""
        everything = [path for path, item in DESCRIPTION["paths"].items() if "get" in item]
        first = {kind: self.ask(f"/api/v1/{kind}", 200)[kind][0]["id"] for kind in ("maintenance", "cases")}
        for template in everything:
            target = template.format(name="shop", id=first.get(template.split("/")[3]))
            def unchanged():
                with urllib.request.urlopen(self.stack.url("exporter", target), timeout=10) as answer:
                    tag = answer.headers["ETag"]
                request = urllib.request.Request(self.stack.url("exporter", target), headers={"If-None-Match": tag})
                try:
                    with urllib.request.urlopen(request, timeout=10):
                        return False  # a poll came in between
                except urllib.error.HTTPError as error:
                    with error:
                        return error.code == 304 and error.read() == b""
            parts.wait_until(f"nothing is new at {target}", unchanged, 20)
            self.asked.add((template, "get", "304"))

    def run_the_examples(self):
        """What the documentation shows works as it stands there, and answers something."""
        self.stack.answer("office", answer="invalid-api-key")  # so that there is something to list
        self.until_state("office", "down")
        tomorrow = datetime.datetime.now(datetime.timezone.utc).date() + datetime.timedelta(days=1)
        shown = list(examples())
        self.assertLessEqual({"api.md", "maintenance.md", "webhooks.md"}, {page for page, _ in shown})
        for page, script in shown:
            here = script.replace("127.0.0.1:10360", self.stack.address("exporter")).replace("berlin-shop", "shop")
            here = re.sub(r"\b20\d\d-\d\d-\d\d(?=T)", str(tomorrow), here.replace("keys/observations", "keys/observer"))
            # An HTTP error, and an answer of which nothing is left, are failures.
            here = re.sub(r"\bcurl ", "curl --fail ", re.sub(r"\bjq ", "jq --exit-status ", here))
            done = subprocess.run(["bash", "-e", "-o", "pipefail", "-c", here], cwd=self.folder, stdin=subprocess.DEVNULL,
                                  capture_output=True, text=True, timeout=30, check=False)
            self.assertEqual(done.returncode, 0, f"{page}:\n{here}\n{done.stdout}\n{done.stderr}")
            self.assertTrue(done.stdout.strip(), f"{page}: {here}")
            self.assert_no_canary(page, done.stdout + done.stderr)

    def close_the_door(self, known):
        """Without a token in the configuration nobody may write."""
        self.configure("", door="")
        for target in ("/api/v1/maintenance", "/api/v1/maintenance/m0/end", "/api/v1/cases", "/api/v1/cases/c0/answered",
                       "/api/v1/cases/c0/close"):
            self.tell(target, 403, {})
        self.observe(json.dumps(known).encode(), 404)

    def configure(self, more, door=DOOR):
        (self.folder / "waba_exporter.toml").write_text(self.usual + door + more)
        parts.send(self.stack.url("exporter", "/-/reload"), "POST")

    def check_that_nothing_was_left_out(self):
        """Each answer of the description came, but for those of an exporter that starts, or has no disk."""
        every = {(path, method, status) for path, item in DESCRIPTION["paths"].items()
                 for method, operation in item.items() for status in operation["responses"]}
        self.assertEqual({one for one in every - self.asked if one[2] != "503"}, set())

    def check_what_is_described_nowhere(self):
        problem = DESCRIPTION["components"]["schemas"]["Problem"]
        for method, target, expected in (("GET", "/api/v1/nothing", 404), ("DELETE", "/api/v1/accounts", 405),
                                         ("GET", "/api/v1/observations/shop", 405), ("GET", "/api/v1/%zz", 400)):
            request = urllib.request.Request(self.stack.url("exporter", target), method=method)
            with self.assertRaises(urllib.error.HTTPError) as refused:
                urllib.request.urlopen(request, timeout=10)
            with refused.exception as error:
                self.assertEqual(error.code, expected, target)
                self.assertEqual(error.headers["Content-Type"], "application/problem+json")
                value = json.loads(error.read())
            self.assertEqual(flaws(problem, value), [], target)
            self.assertEqual(value["status"], expected)
