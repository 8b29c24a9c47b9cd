"""What is wrong with a board that was shown, as far as a machine can tell."""

import collections

MOST_NAMES = 50
# What has its "No data" from Grafana: the description says more.
MUTE = "heatmap"


def problems(seen, known):
    """What is wrong with a picture, as sentences; `seen` as shoot.mjs says it, `known` are the panels by their numbers."""
    def name(key):
        number = int(key.rpartition("-")[2]) if key[-1].isdigit() else None
        return known[number]["title"] if number in known else key

    yield from seen["errors"]
    yield from (f"{name(key)}: a horizontal scroll bar" for key in seen["wide"])
    yield from (f"{name(key)}: did not finish" for key in seen["loading"])
    if len(seen["panels"]) != len(known):
        yield f"{len(seen['panels'])} of {len(known)} panels are shown"
    for panel in seen["panels"]:
        about = known[panel["id"]]
        if panel["noData"] and about["type"] != MUTE:
            yield f"{about['title']}: says \"No data\""
        if panel["cut"]:
            yield f"{about['title']}: cut off: {', '.join(panel['cut'])}"
        listed = max(panel["rows"], panel["legend"])
        if listed > MOST_NAMES:
            yield f"{about['title']}: lists {listed} names"
    for query in seen["asked"]:
        if query["panel"] in known and query["names"] > MOST_NAMES:
            yield f"{known[query['panel']]['title']}: is answered with {query['names']} names"


def slowest(seen, known):
    """Seconds and title of the panel whose slowest query took longest."""
    waited = collections.defaultdict(float)
    for query in seen["asked"]:
        title = known[query["panel"]]["title"] if query["panel"] in known else "variables and annotations"
        waited[title] = max(waited[title], query["seconds"])
    return max(((seconds, title) for title, seconds in waited.items()), default=(0.0, "nothing"))
