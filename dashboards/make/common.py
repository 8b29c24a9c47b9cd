"""What the boards share: selectors, states and their colours, variables, annotations, links."""

import grafana as g

JOB = 'job=~"$job"'
FLEET = f'{JOB},provider=~"$provider"'
CHOSEN = f'{FLEET},account=~"$account"'
ONE = f'{JOB},account="$name"'

NO_EXPORTER = "no exporter"
NOTHING_COUNTED = "Nothing was counted in this time."
NO_WEBHOOK_TOLD = "No webhook told of a message in this time."
NO_FAILURE_TOLD = "No webhook told of a failed message in this time."
PER_ACCOUNT = "No account has these metrics (or there is no exporter)."


def or_no_exporter(nothing):
    """For what would be good news, if anybody looked."""
    return f"{nothing} (or there is no exporter)."


def or_unseen(nothing):
    return f"{nothing} (or no account has these metrics, or there is no exporter)."


# Conditions under which a provider's restart shows, as in alert WabaRestartWindow.
RESTART = ("internal-server-error|stack-not-running|gateway-error|cloud-service-unavailable|onprem-gateway-down"
           "|onprem-service-not-ready")

# Degraded is yellow where it fills an area with dark text, and darker where it must be read on white.
DARK_YELLOW = "#b8860b"
STATES = [("support", "contact support", "red"), ("down", "down", "orange"), ("degraded", "degraded", "yellow"),
          ("wait", "wait", "blue"), ("unknown", "unknown", g.GREY), ("ok", "OK", "green")]
STATE_LEVELS = [(0, "OK", "green"), (1, "unknown", g.GREY), (2, "wait", "blue"), (3, "degraded", "yellow"),
                (4, "down", "orange"), (5, "contact support", "red")]
SEVERITIES = g.values(("critical", "critical", "red"), ("warning", "warning", "orange"), ("info", "info", "blue"))
CONTACTS = g.values(("none", "-", None), ("support", "support", None))


def lasted(labels):
    return f"account_condition:waba_condition_lasted:seconds{{{labels}}}"


def past_grace(labels):
    """How far a condition is past its grace, in seconds; negative: still within."""
    return f"account_condition:waba_condition_overdue:seconds{{{labels}}}"


def overdue(labels):
    """1 overdue, 0 within its grace."""
    return f"account_condition:waba_condition_overdue:bool{{{labels}}}"


def of_provider(per_account):
    """An expression per account, of the chosen providers' accounts only."""
    return f"({per_account} and on (job, account) waba_account_info{{{FLEET}}})"


def per_minute(by, metric, labels):
    return f"60 * sum by ({by}) (rate({metric}{{{labels}}}[$__rate_interval]))"


def seen(rate, by, metric, labels):
    """A rate of only what was counted at all within the time shown, so that legends name nothing else."""
    return f"{rate} and on ({by}) sum by ({by}) (increase({metric}{{{labels}}}[$__range] @ end())) > 0"


def seen_per_minute(by, metric, labels):
    return seen(per_minute(by, metric, labels), by, metric, labels)


def if_any(expression, counter):
    """Nothing, instead of zeros, if the counter did not move within the time shown: an empty chart says nothing, noValue
    does."""
    return f"{expression} and on () sum(increase({counter}[$__range] @ end())) > 0"


def variables(*more, source="waba_accounts", provider=True):
    """The data source, the job, and the address of an exporter for links; then the board's own."""
    found = [g.datasource_variable(), g.query_variable("job", "Job", f"label_values({source}, job)")]
    if provider:
        found.append(g.query_variable("provider", "Provider", f"label_values(waba_accounts{{{JOB}}}, provider)"))
    return [*found, *more]


def exporter_variable(query=f"label_values(waba_exporter_build_info{{{JOB}}}, instance)"):
    """Where links to the status page lead: what Prometheus scrapes."""
    return g.query_variable("exporter", "Exporter", query, many=False, hide=2)


def account_variable(description):
    # Not `.+`: Prometheus would gather the series of each of 20,000 names, only to have them all.
    return g.text_variable("account", "Accounts", ".*", f"A regular expression, such as .*shop.* {description}")


def annotations(alerts):
    return [alerts,
            g.moments("Exporter started", f"process_start_time_seconds{{{JOB}}} and on (job, instance) "
                      f"waba_exporter_build_info{{{JOB}}}", "purple"),
            g.moments("Configuration loaded",
                      f"waba_exporter_config_last_reload_success_timestamp_seconds{{{JOB}}}", "blue")]


def alerts_fired(labels='severity="critical"', by="alertname, severity"):
    """When an alert began to fire, one line for each however many accounts it is about."""
    firing = f'ALERTS{{{JOB},alertname=~"Waba.+",alertstate="firing",{labels}}}'
    return g.beginnings("Alerts", firing, by, "red", "{{alertname}}", "{{severity}}")


def links():
    """To the other boards, with what is chosen here; and to what the exporter itself says."""
    return [{"type": "dashboards", "title": "WhatsApp boards", "tags": ["waba"], "url": "", "tooltip": "",
             "icon": "external link", "asDropdown": True, "includeVars": True, "keepTime": True, "targetBlank": False},
            {"type": "link", "title": "Status page", "tags": [], "url": "http://${exporter}/",
             "tooltip": "The exporter's own page: what to do, account by account", "icon": "external link",
             "asDropdown": False, "includeVars": False, "keepTime": False, "targetBlank": True}]
