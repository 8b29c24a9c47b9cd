#!/usr/bin/env python3
"""The runbook page of each condition, docs/runbooks/conditions/SLUG.md: the facts of config/conditions.toml, the sentences
of docs/runbooks/conditions.toml, and the alert that tells of it. `condition_pages.py --write` makes them all."""

import re
import sys
import textwrap
import tomllib

import claim_checks
import claims
import project

FOLDER = project.RUNBOOKS / "conditions"
SENTENCES = project.RUNBOOKS / "conditions.toml"
INDEX = project.RUNBOOKS / "README.md"
WIDTH = 120

API = "http://127.0.0.1:10360/api/v1/accounts"
METRICS = "http://127.0.0.1:10360/metrics"
KEY = """printf 'D360-API-KEY: %s' "$(cat keys/NAME)" | curl -sS -i -H @- """
TOKEN = """printf 'Authorization: Bearer %s' "$(cat keys/NAME)" | curl -sS -i -H @- """
PARTNER_KEY = """printf 'X-API-Key: %s' "$(cat keys/PARTNER)" | curl -sS -i -H @- """

SITES = {"docs.360dialog.com": "360dialog", "developers.facebook.com": "Meta"}

# Where support is, and what it needs. The pages of the alerts say the same (a check compares).
CHANNELS = """chat in the 360dialog Hub (the answer times of your plan hold only there), support@360dialog.com, or WhatsApp
+49 30 577140819, day and night. First answer: Basic under 24 h, Regular under 4 h, Premium under 30 min ([360dialog, Get
support](https://docs.360dialog.com/docs/support/get-support), read 2026-11-23)."""
META_CHANNELS = """Accounts directly at Meta: <https://developers.facebook.com/support/>; solution providers and managed partners open a
Direct Support ticket at <https://business.facebook.com/direct-support/> ([Meta,
Support](https://developers.facebook.com/docs/whatsapp/support), read 2026-11-26)."""
SEVERITIES = """Severity at 360dialog: 1 if a core service is down for all users, 2 if for some, 3 with a workaround ([360dialog, Technical
Customer Support Guidelines](https://partnersolutions.360dialog.com/en/articles/9701003-technical-customer-support-guidelines),
read 2026-11-23)."""
WHO = "phone number and display name, channel id, client or partner id, plan and hosting"
WHEN = "first and last occurrence in UTC (`start`, `earliest_start`, `last_seen` of the API above)"
EXCLUDED = "what was excluded (key valid, our network fine, other accounts fine). **Never the API key.**"
ANSWER = "HTTP status, body and request id of the last answer (from `probe`)"
TOLD = "the answer or event that told of it (`http_status` and `detail` of the incident, and your own log)"

IMPACT_OF_A_MESSAGE = "This message was not delivered. The account is well, and nobody is called."
SCOPES = {"message": "one message", "number": "the number", "credential": "the key or token",
          "waba": "the business account, with all of its numbers", "partner": "the partner's access",
          "provider": "the provider", "uplink": "our own machine or network"}
OWNERS = {"you": "you", "provider": "the provider", "meta": "Meta", "recipient": "the recipient"}
REACHES = {"page": "pages", "page-support": "pages", "ticket": "makes a ticket", "ticket-support": "makes a ticket",
           "chat": "goes to the team's channel", "null": "reaches nobody; shown"}


def sentences():
    return tomllib.loads(SENTENCES.read_text())


def wrapped(text, indent=""):
    return textwrap.fill(" ".join(text.split()), WIDTH, initial_indent=indent, subsequent_indent=" " * len(indent),
                         break_long_words=False, break_on_hyphens=False)


def capital(text):
    return text[0].upper() + text[1:]


def alert_of(block):
    """The name of the one alert that tells of the condition."""
    for alert in project.alerts():
        if block["slug"] in claims.claimed(alert):
            return alert["alert"]
    raise ValueError(f"no alert tells of {block['slug']}")


def graces(block):
    """As docs/conditions.md has it: "10m; 360dialog premium: 2m"."""
    rows = []
    for row in block["grace"]:
        who = " ".join(row[key] for key in ("kind", "plan") if key in row)
        rows.append((who, row["grace"]))
    rows.sort(key=lambda row: row[0] != "")
    return "; ".join(f"{who}: {grace}" if who else grace for who, grace in rows)


def is_message(block):
    """What concerns one message is counted; it never becomes an incident, so no alert tells of it."""
    return block["scope"] == "message"


def counts_at_once(block):
    return all(row["grace"] == "0s" for row in block["grace"])


def is_subject(block):
    """Wider than an account: the API shows it under `subjects`."""
    return block["scope"] in ("uplink", "partner") or block["slug"].startswith("provider-")


def source(entry):
    host = re.match(r"https://([^/]+)", entry["page"])[1]
    name = entry["page"].split("#")[0].rstrip("/").rpartition("/")[2]
    title = ", ".join(dict.fromkeys((SITES.get(host, host), name)))  # a site's first page has no other name
    return f"[{title}]({entry['page']}), read {entry['date']}"


def told_by(block):
    """What carries the condition to somebody."""
    if is_message(block):
        return "counted in `waba_message_failures_total`, never an incident of its own"
    if block["slug"] == "not-polled":
        return "shown; [WabaAccountNotPolled](../WabaAccountNotPolled.md) pages"
    alert = alert_of(block)
    receiver = claim_checks.due_receiver(block["severity"], block["contact"], block["owner"])
    return f"{REACHES[receiver]} as [{alert}](../{alert}.md)"


def meaning(block):
    yield wrapped(f"**{block['title']}.** {block['meaning']}")
    yield ""
    points = [f"Severity {block['severity']}: {told_by(block)}.",
              f"Who must act: {OWNERS[block['owner']]}. What is ill: {SCOPES[block['scope']]}."]
    if not is_message(block):
        points.append("It counts at once." if counts_at_once(block) else
                      f"It may last {graces(block)}; exactly that long is still allowed.")
    points.append(f"How it is recognised and when it ends: `waba_exporter conditions {block['slug']}`, or the "
                  f"[catalogue](../../conditions.md#{block['slug']}).")
    for point in points:
        yield wrapped(point, "- ")
    quoted = [entry for entry in block["source"] if entry["quote"]]
    for entry in quoted:
        yield ""
        yield wrapped(f"\"{entry['quote'].replace('[...]', '[…]')}\" ({source(entry)})", "> ")
    if not quoted:
        yield ""
        yield wrapped("Sources: " + "; ".join(source(entry) for entry in block["source"]) + ".")


def question(block):
    """What the exporter asks about it, asked by hand; the key comes from its file and never stands in the command."""
    if block["slug"].startswith("onprem-"):
        return []
    if block["scope"] == "partner":
        return [PARTNER_KEY + "'https://hub.360dialog.io/api/v2/partners/PARTNER_ID/channels?limit=1'"]
    path = {"webhook": "v1/configs/webhook", "templates": "message_templates?limit=200"}.get(
        block.get("seen_by"), "health_status")
    asked = [KEY + f"'https://waba-v2.360dialog.io/{path}'"]
    if block["slug"].startswith("cloud-"):
        asked[0] += "   # at 360dialog"
        asked.append(TOKEN + "'https://graph.facebook.com/v23.0/PHONE_NUMBER_ID?fields=health_status'   # at Meta")
    return asked


def commands(block):
    slug = block["slug"]
    if is_message(block):
        return [f"curl -s {METRICS} | grep '^waba_message_failures_total.*\"{slug}\"'",
                "waba_exporter explain answer.json   # the error that your software received, or the webhook's body"]
    of = ".subjects[]" if is_subject(block) else ".accounts[]"
    query = "limit=1" if is_subject(block) else "q=NAME"
    show = [f"curl -s '{API}?{query}' | jq '{of}.incidents'   # since when, both bounds, detail"]
    if slug.startswith("provider-"):
        show.append(f"curl -s '{API}?state=wait,down,support' | jq '.matching, .accounts[].name'")
    if slug in ("provider-incident", "provider-maintenance"):
        return show + ["curl -s https://status.360dialog.com/summary.json"]
    if block["scope"] == "uplink" or slug == "not-polled":
        return show + ["curl -s " + METRICS + " | grep -E '^waba_(exporter_(uplink|poll)|request_failures|polls_skipped)'",
                       "journalctl -u waba_exporter --since -15min"]
    if block["reach"] == "event":
        return show + ["waba_exporter explain answer.json   # the answer that your software received, or the webhook's body"]
    if block["scope"] == "partner":
        return show + question(block)
    return show + ["waba_exporter probe NAME --config FILE   # one poll now, step by step", *question(block)]


def diagnosis(block, said):
    yield "```sh"
    yield from commands(block)
    yield "```"
    look = said.get("look", [])
    if look:
        yield ""
    for point in look:
        yield wrapped(point, "- ")


def mitigation(block, said):
    steps = [block["action"], *said.get("steps", [])]
    if len(steps) == 1:
        yield wrapped(steps[0])
    for number, step in enumerate(steps if len(steps) > 1 else [], 1):
        yield wrapped(step, f"{number}. ")


def is_meta_s(block):
    """Whether accounts that are directly at Meta can have it."""
    return block["slug"].startswith(("cloud-", "event-")) or any(row.get("kind") == "meta" for row in block["grace"])


def channels(block):
    if block["slug"].startswith("onprem-"):
        return "Whoever hosts the API; at 360dialog: " + CHANNELS
    return capital(CHANNELS) + (" " + META_CHANNELS if is_meta_s(block) else "")


def what_to_send(block):
    answer = TOLD if block["reach"] == "event" else ANSWER
    if block["scope"] == "partner":
        return f"Send: partner id; {WHEN}; HTTP status and body of the last answer (from the question above). **Never the key.**"
    if block["slug"] == "provider-outage":
        return f"Send: {WHEN}; {ANSWER} of two or three accounts; {EXCLUDED}"
    return f"Send: {WHO}; {WHEN}; {answer}; {EXCLUDED}"


def support(block, said):
    text = said["support"]
    if block["contact"] == "support":
        yield wrapped(("Yes, now. " if counts_at_once(block) else "Yes, once it has lasted longer than it may. ")
                      + text)
        yield ""
        yield wrapped(channels(block) + (" " + SEVERITIES if block["severity"] == "critical" else ""))
        yield ""
        yield wrapped(what_to_send(block))
        return
    if not text.startswith("No"):
        text += " Where, and what to send: [WabaContactSupport](../WabaContactSupport.md#contact-support)."
    yield wrapped(text)


def page(block, said):
    impact = said.get("impact")
    if impact is None and is_message(block):
        impact = IMPACT_OF_A_MESSAGE
    if impact is None:
        raise ValueError(f"{SENTENCES.name}: {block['slug']} has no impact")
    sections = {"Meaning": meaning(block), "Impact": [wrapped(impact)], "Diagnosis": diagnosis(block, said),
                "Mitigation": mitigation(block, said), "Contact support": support(block, said)}
    text = (f"<!-- Made by tests/alerts/condition_pages.py from config/conditions.toml and docs/runbooks/conditions.toml: "
            f"change those. -->\n# {block['slug']}\n")
    for name, lines in sections.items():
        text += f"\n## {name}\n\n" + "\n".join(lines) + "\n"
    return text


def alert_row(alert):
    name, summary = alert["alert"], alert["annotations"]["summary"]
    summary = re.sub(r"^\W*\{\{ *(or \$labels\.account )?\$labels\.(account|provider) *\}\}: ", "", summary)
    summary = re.sub(r"\{\{ *\$labels\.(\w+) *\}\}", r"*\1*", summary)
    return f"| [{name}]({name}.md) | {summary} |\n"


def condition_row(block):
    slug = block["slug"]
    if is_message(block):
        alert = "-"
    else:
        alert = "WabaAccountNotPolled" if slug == "not-polled" else alert_of(block)
        alert = f"[{alert}]({alert}.md)"
    return f"| [{slug}](conditions/{slug}.md) | {block['title']} | {block['severity']} | {alert} |\n"


def index():
    """docs/runbooks/README.md: every page."""
    return ("<!-- Made by tests/alerts/condition_pages.py. -->\n# Runbooks\n\n"
            "A page per alert and a page per condition, in five sections: meaning, impact, diagnosis, mitigation, contact\n"
            "support. [docs/alerting.md](../alerting.md) says who is told of what, and when.\n\n"
            "## Alerts\n\n| alert | says |\n|---|---|\n" + "".join(map(alert_row, project.alerts())) +
            "\n## Conditions\n\nWhat concerns a single message is counted and has no alert.\n\n"
            "| condition | title | severity | alert |\n|---|---|---|---|\n" +
            "".join(map(condition_row, project.conditions().values())))


def pages():
    """path -> text of every page that this script makes."""
    said = sentences()
    made = {FOLDER / f"{slug}.md": page(block, said.get(slug, {})) for slug, block in project.conditions().items()}
    made[INDEX] = index()
    return made


def main(arguments):
    if arguments != ["--write"]:
        print("usage: condition_pages.py --write", file=sys.stderr)
        return 2
    made = pages()
    FOLDER.mkdir(exist_ok=True)
    for path in FOLDER.glob("*.md"):
        if path not in made:
            path.unlink()
    for path, text in made.items():
        path.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
