"""What the expressions of the rules say makes sense: they compare, name what exists, and use each metric as what it is."""

import re

import exposition
import project
import promql

OF_COUNTERS = {"rate", "irate", "increase", "resets"}
OF_GAUGES = {"delta", "idelta", "deriv", "predict_linear", "changes", "avg_over_time", "quantile_over_time", "stddev_over_time"}
WINDOWED = OF_COUNTERS | OF_GAUGES | {"min_over_time", "max_over_time", "sum_over_time", "count_over_time", "last_over_time"}
# Labels with few values, all of which are in the exposition from the start.
ENUMERATED = {"state", "reason", "event", "collector", "phase", "class", "code"}
RECORD = re.compile(r"(?P<level>[a-z_]+):(?P<metric>waba_\w+|slo_\w+):(?P<operation>[a-z]\w*)")
SHORTEST = 60  # seconds: a window holds four scrapes


def named(rule):
    return rule.get("alert") or rule["record"]


def queries(rule):
    """The expression of the rule, and what its texts ask Prometheus, with values filled in."""
    yield rule["expr"]
    for text in rule.get("annotations", {}).values():
        for query in re.findall(r"printf `([^`]*)`", text):
            yield query.replace("%q", '"x"')


def check_texts_ask_little():
    """Prometheus makes the texts of 5,000 alerts one by one: each asks once, for a series that it names, and a text that all
    conditions share asks for recorded ones."""
    shared = next(alert for alert in project.alerts() if alert["expr"].startswith("account_condition:"))["annotations"].values()
    for alert in project.alerts():
        for key, text in alert["annotations"].items():
            asked = [query.replace("%q", '"x"') for query in re.findall(r"printf `([^`]*)`", text)]
            for query in asked:
                if "account" in exposition.labels_of(promql.parse(alert["expr"])) and any(not node.name for node in promql.selectors(query)):
                    yield f"{alert['alert']}: {key} asks for series without a name"
            if text in shared and (len(asked) > 1 or any(not is_look_up(promql.parse(query)) for query in asked)):
                yield f"{alert['alert']}: {key} asks more than once, or for what is not recorded"


def is_look_up(node):
    """A recorded series, or one of several."""
    if node.kind == "binary":
        return node.name == "or" and all(map(is_look_up, node.parts))
    return node.kind == "selector" and ":" in node.name


def check_comparisons():
    """An alert is empty while all is well."""
    for alert in project.alerts():
        if not promql.compares(promql.parse(alert["expr"])):
            yield f"{alert['alert']}: there is a way to a result without a comparison"


def check_series_exist():
    """What the rules read is what the exporter exposes, or another rule records."""
    for rule in project.rules():
        for query in queries(rule):
            for node in promql.selectors(query):
                names = [node.name] if node.name else name_matchers(node)
                for name in names:
                    if exposition.labels_of_series(name) is None:
                        yield f"{named(rule)}: {name} is neither in {project.GOLDEN.name} nor recorded"


def name_matchers(node):
    """Names that a selector by __name__ can mean; a group (a|b) stands for each."""
    found = []
    for label, _, value in node.matchers:
        if label == "__name__":
            for part in re.split(r"\|(?![^(]*\))", value):
                group = re.search(r"\(([^)]*)\)", part)
                found += [part.replace(group[0], word) for word in group[1].split("|")] if group else [part]
    return found


def check_labels_exist():
    """Labels that an expression selects, keeps or joins by are on the series there."""
    for rule in project.rules():
        for query in queries(rule):
            for node in promql.parse(query).walk():
                for label, where in misplaced_labels(node):
                    yield f"{named(rule)}: no label {label} on {where}"


def misplaced_labels(node):
    if node.kind == "selector" and node.name:
        known = exposition.labels_of_series(node.name) or set()
        yield from ((label, node.name) for label, _, _ in node.matchers if label not in known)
    if node.kind == "aggregation":
        inner = exposition.labels_of(node.parts[-1])
        yield from ((label, f"what {node.name} is taken of") for label in node.by or [] if label not in inner | {"__name__"})
    if node.kind == "binary" and node.on is not None:
        for side, part in zip(("left", "right"), node.parts):
            yield from ((label, f"the {side} of {node.name}") for label in node.on if label not in exposition.labels_of(part))


def check_values_exist():
    """Values of labels that have few are in the exposition."""
    for rule in project.rules():
        for query in queries(rule):
            for node in promql.selectors(query):
                family = exposition.families().get(node.name)
                for label, _, values in node.matchers if family else []:
                    if label in ENUMERATED:
                        for value in sorted(set(values.split("|")) - family.labels[label]):
                            yield f"{named(rule)}: no {node.name} has {label}={value}"


def inner_series(node):
    return [part for part in node.walk() if part.kind == "selector"]


def check_functions_fit_types():
    """No rate over a gauge, no changes of a counter; a counter is never compared as it is."""
    for rule in project.rules():
        for query in queries(rule):
            tree = promql.parse(query)
            for call in (node for node in tree.walk() if node.kind == "call"):
                for series in inner_series(call):
                    kind = exposition.families()[series.name].kind if series.name in exposition.families() else "gauge"
                    if call.name in OF_COUNTERS and kind != "counter":
                        yield f"{named(rule)}: {call.name} of {series.name}, a {kind}"
                    if call.name in OF_GAUGES and kind == "counter":
                        yield f"{named(rule)}: {call.name} of {series.name}, a counter"
            for series in bare(tree):
                if series.name in exposition.families() and exposition.families()[series.name].kind == "counter":
                    yield f"{named(rule)}: {series.name}, a counter, is used as it is"


def bare(node):
    """Series whose own values matter: outside of functions over time, and not where only their being there counts."""
    if node.kind == "selector":
        yield node
    elif node.kind == "call" and node.name in WINDOWED:
        return
    elif node.kind == "binary" and node.name in ("and", "unless"):
        yield from bare(node.parts[0])
    else:
        for part in node.parts:
            yield from bare(part)


def check_windows():
    """A window holds at least four scrapes, or increase() has nothing to go by when one fails."""
    for rule in project.rules():
        for query in queries(rule):
            for node in promql.parse(query).walk():
                if node.window and promql.seconds(node.window) < SHORTEST:
                    yield f"{named(rule)}: a window of {node.window}"


def check_operators_of_rules():
    """topk flaps, and the average of ratios is no ratio."""
    for rule in project.rules():
        for node in promql.parse(rule["expr"]).walk():
            if node.kind == "aggregation" and node.name in ("topk", "bottomk", "avg"):
                yield f"{named(rule)}: {node.name}"
            if node.kind == "aggregation" and node.by is None:
                yield f"{named(rule)}: {node.name} without by"
            if node.name == "avg_over_time" and any(":ratio" in series.name for series in inner_series(node)):
                yield f"{named(rule)}: an average of ratios"


def check_jobs_are_kept():
    """Two jobs are two installations: what one says is never taken for the other."""
    for rule in project.rules():
        labels = exposition.labels_of(promql.parse(rule["expr"]))
        if "job" not in labels and rule["expr"].strip() not in ("vector(1) == 1", "vector(0.005)"):
            yield f"{named(rule)}: the job is lost"


def check_record_names():
    """level:metric:operation, and the level is among the labels."""
    for rule in (rule for rule in project.rules() if "record" in rule):
        found = RECORD.fullmatch(rule["record"])
        if not found:
            yield f"{rule['record']}: is not named level:metric:operation"
            continue
        labels = exposition.labels_of(promql.parse(rule["expr"]))
        for label in (label for label in ("account", "provider", "condition") if label in found["level"].split("_")):
            if label not in labels:
                yield f"{rule['record']}: no label {label}"


def check_conditions_alert_without_lag():
    """Within a group rules are evaluated in order: what an alert on a condition reads is of the same moment, unless it is
    for boards only."""
    for group in project.groups():
        recorded = set()
        for rule in group["rules"]:
            if "record" in rule:
                recorded.add(rule["record"])
            elif rule.get("labels", {}).get("severity") == "info":
                continue
            elif rule["expr"].startswith("account_condition:") and promql.selectors(rule["expr"])[0].name not in recorded:
                yield f"{rule['alert']}: reads what another group, or a later rule, records"


def check_records_are_read():
    """By a rule or a board; what nobody reads costs for nothing."""
    boards = "".join(path.read_text() for path in project.ROOT.glob("dashboards/*.json"))
    read = {name for rule in project.rules() for query in queries(rule) for node in promql.selectors(query)
            for name in ([node.name] if node.name else name_matchers(node))}
    for record in exposition.recorded():
        if record not in read and record not in boards:
            yield f"{record}: nobody reads it"
