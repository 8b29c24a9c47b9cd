"""Grafana's classic dashboard model, as far as the boards use it: panels, variables, annotations, the grid."""

DATASOURCE = {"type": "prometheus", "uid": "${datasource}"}
GRID_WIDTH = 24
GREY = "#808080"  # readable on white and on black
NO_BREAK_SPACE = "\u00a0"
TEXT = [(None, "text")]  # thresholds of a value that is no verdict


def target(expr, legend="__auto", form="time_series"):
    """A query; panels number them A, B, ... in the order given, and decide whether they are about now."""
    return {"datasource": DATASOURCE, "editorMode": "code", "expr": " ".join(expr.split()), "format": form,
            "instant": False, "range": True, "legendFormat": legend}


def thresholds(steps):
    return {"mode": "absolute", "steps": [{"color": color, "value": value} for value, color in steps]}


def values(*texts):
    """Mapping of single values: (value, text, colour)."""
    return {"type": "value", "options": {
        str(value): _result(text, color, index) for index, (value, text, color) in enumerate(texts)}}


def between(low, high, text, color, index=50):
    return {"type": "range", "options": {"from": low, "to": high, "result": _result(text, color, index)}}


def nothing(text, color=GREY, index=90):
    """What stands where a query has no value."""
    return {"type": "special", "options": {"match": "null+nan", "result": _result(text, color, index)}}


def _result(text, color, index):
    return {"text": text, "index": index} | ({"color": color} if color else {})


def override(column, **properties):
    """Properties of one field by its shown name; `custom__width` is custom.width."""
    return {"matcher": {"id": "byName", "options": column},
            "properties": [{"id": key.replace("__", "."), "value": value} for key, value in properties.items()]}


def paint(**colors):
    """Fixed colours of series by their names (a blank is written `_`)."""
    return [override(name.replace("_", " "), color={"mode": "fixed", "fixedColor": color})
            for name, color in colors.items()]


def link(title, url, new_tab=False):
    return {"title": title, "url": url, "targetBlank": new_tab}


def account_link(column="Account"):
    return link("Open the account", "/d/waba-account?${datasource:queryparam}&${job:queryparam}"
                f"&var-account=${{__data.fields.{column}}}&${{__url_time_range}}")


def panel(kind, title, description, targets, *, unit, no_value, width, height, options, steps=None, mappings=(),
          overrides=(), custom=None, color="thresholds", transformations=(), decimals=None, low=None, high=None,
          interval=None, points=None):
    """Any panel. `interval` is the shortest step of its queries, `points` the most steps."""
    defaults = {"unit": unit, "noValue": no_value, "color": {"mode": color}, "custom": custom or {},
                "mappings": list(mappings), "thresholds": thresholds(steps or TEXT)}
    defaults |= {key: value for key, value in (("decimals", decimals), ("min", low), ("max", high))
                 if value is not None}
    queries = [{**query, "refId": chr(ord("A") + index)} for index, query in enumerate(targets)]
    result = {"type": kind, "title": title, "description": description, "datasource": DATASOURCE,
              "targets": queries, "fieldConfig": {"defaults": defaults, "overrides": list(overrides)},
              "options": options, "gridPos": {"w": width, "h": height}}
    if transformations:
        result["transformations"] = list(transformations)
    if interval:
        result["interval"] = interval
    if points:
        result["maxDataPoints"] = points
    return result


def stat(title, description, *targets, unit="locale", steps=None, mappings=(), no_value="no exporter",
         verdict=True, width=4, height=4, names=False, **more):
    """One number, or two with names. The background is coloured only if the number is a verdict."""
    shown = [{**query, "instant": True, "range": False} for query in targets]
    if not any(mapping["type"] == "special" for mapping in mappings):
        mappings = [*mappings, nothing(no_value, GREY if verdict and not names else "text")]
    two = names or len(shown) > 1
    options = {"colorMode": "background_solid" if verdict and not two else "value", "graphMode": "none",
               "justifyMode": "auto", "orientation": "vertical" if two else "auto",
               "reduceOptions": {"calcs": ["lastNotNull"], "fields": "", "values": False},
               "textMode": "value_and_name" if two else "value", "wideLayout": True}
    return panel("stat", title, description, shown, unit=unit, no_value=no_value, width=width, height=height,
                 steps=steps, mappings=mappings, options=options, **more)


def series(title, description, *targets, unit, no_value, style="line", stacked=False, limit=None,
           width=12, height=8, low=0, color="palette-classic", soft_max=None, overrides=(), steps=None,
           legend="bottom", **more):
    """Levels as lines, counts as bars. `limit` draws the thresholds as lines; they are `steps`. A legend of many names is
    cut off at the bottom, and needs the right."""
    custom = {"drawStyle": style, "lineWidth": 1, "fillOpacity": 0, "showPoints": "never", "axisSoftMin": 0}
    if style == "bars":  # few enough to be told apart
        custom |= {"lineWidth": 0, "fillOpacity": 80, "barAlignment": 0, "barWidthFactor": 0.9}
        more = {"points": 120, "interval": "1m"} | more
    if stacked:
        custom |= {"stacking": {"group": "A", "mode": "normal"}, "fillOpacity": 70, "lineWidth": 0}
    if limit:
        custom["thresholdsStyle"] = {"mode": limit}
    if soft_max is not None:
        custom["axisSoftMax"] = soft_max
    options = {"legend": {"calcs": [], "displayMode": "list", "placement": legend, "showLegend": True},
               "tooltip": {"mode": "multi", "sort": "desc"}}
    return panel("timeseries", title, description, targets, unit=unit, no_value=no_value, width=width, height=height,
                 custom=custom, color=color, options=options, low=low, overrides=overrides, steps=steps, **more)


def timeline(title, description, *targets, mappings, no_value, width=24, height=9, points=240, legend=False, **more):
    """Rows of states. The colour mode is not `thresholds`: with it Grafana ignores the mappings when it merges. A gap
    has a text of its own, or the legend would show the one for no value at all."""
    options = {"alignValue": "left", "mergeValues": True, "rowHeight": 0.85, "showValue": "auto",
               "legend": {"displayMode": "list", "placement": "bottom", "showLegend": legend},
               "tooltip": {"mode": "single", "sort": "none"}}
    return panel("state-timeline", title, description, targets, unit="short", no_value=no_value, width=width,
                 height=height, mappings=[*mappings, nothing(NO_BREAK_SPACE, "transparent")], color="palette-classic", points=points,
                 custom={"fillOpacity": 80, "lineWidth": 0}, options=options, **more)


def heatmap(title, description, query, *, cell_unit, no_value, width=12, height=8, scale=True, **more):
    """Buckets of seconds over time. Grafana's heat maps do not know noValue: what it would say stands in the description."""
    options = {"calculate": False, "cellGap": 1, "cellValues": {"decimals": 0, "unit": cell_unit},
               "color": {"exponent": 0.5, "fill": "blue", "mode": "scheme", "reverse": False, "scheme": "Cool",
                         "steps": 64},
               "exemplars": {"color": "red"}, "filterValues": {"le": 1e-9}, "legend": {"show": scale},
               "rowsFrame": {"layout": "auto"},
               "tooltip": {"mode": "single", "showColorScale": True, "yHistogram": False},
               "yAxis": {"axisPlacement": "left", "unit": "s"}}
    return panel("heatmap", title, f"{description} No data: {no_value}", [target(query, "{{le}}", "heatmap")], unit=cell_unit,
                 no_value=no_value, width=width, height=height, options=options, **more)


def quotient(left, right, name):
    """A column of a table that is made of two others."""
    return {"id": "calculateField", "options": {
        "mode": "binary", "alias": name, "replaceFields": False, "binary": {"left": left, "operator": "/", "right": right}}}


def table(title, description, *targets, columns, no_value, width=24, height=8, sort=None, before=(), **more):
    """`columns` is the order: field -> (shown name, properties). Fields that are not named are left out. An empty cell does
    not say what the empty table says."""
    overrides = [override(name, noValue="-", **properties) for name, properties in columns.values()]
    merge = [{"id": "merge", "options": {}}] if len(targets) > 1 else []
    order = {"id": "organize", "options": {
        "excludeByName": {}, "indexByName": {field: index for index, field in enumerate(columns)},
        "renameByName": {field: name for field, (name, _) in columns.items()}}}
    only = {"id": "filterFieldsByName", "options": {"include": {"names": [name for name, _ in columns.values()]}}}
    options = {"cellHeight": "sm", "showHeader": True,
               "sortBy": [{"displayName": sort, "desc": True}] if sort else []}
    rows = [{**query, "format": "table", "instant": True, "range": False} for query in targets]
    return panel("table", title, description, rows, unit="short", no_value=no_value, width=width, height=height,
                 options=options, overrides=overrides, transformations=[*merge, *before, order, only],
                 custom={"align": "left", "cellOptions": {"type": "auto"}, "minWidth": 80}, **more)


def query_variable(name, label, query, *, many=True, hide=0, regex="", sort=1, refresh=2, description=None):
    """`many`: several may be chosen, and All is anything that is not empty."""
    result = {"type": "query", "name": name, "label": label, "datasource": DATASOURCE, "definition": query,
              "query": {"query": query, "refId": name}, "refresh": refresh, "regex": regex, "sort": sort,
              "multi": many, "includeAll": many, "hide": hide, "options": [],
              "skipUrlSync": False}
    if many:
        result |= {"allValue": ".+", "current": {"text": ["All"], "value": ["$__all"], "selected": True}}
    if description:
        result["description"] = description
    return result


def text_variable(name, label, value, description):
    chosen = {"text": value, "value": value, "selected": True}
    return {"type": "textbox", "name": name, "label": label, "query": value, "current": chosen, "options": [chosen],
            "hide": 0, "skipUrlSync": False, "description": description}


def choice_variable(name, label, choices, description):
    options = [{"text": value, "value": value, "selected": index == 0} for index, value in enumerate(choices)]
    return {"type": "custom", "name": name, "label": label, "query": ",".join(choices), "current": options[0],
            "options": options, "multi": False, "includeAll": False, "hide": 0, "skipUrlSync": False,
            "description": description}


def datasource_variable():
    return {"type": "datasource", "name": "datasource", "label": "Data source", "query": "prometheus", "regex": "",
            "options": [], "hide": 0, "includeAll": False, "multi": False, "refresh": 1,
            "skipUrlSync": False}


def moments(name, expr, color):
    """Vertical lines at the Unix times that a metric holds."""
    return {"name": name, "datasource": DATASOURCE, "enable": True, "hide": True, "iconColor": color,
            "expr": f"{expr} * 1000", "step": "60s", "titleFormat": name, "useValueForTime": True}


def beginnings(name, series, by, color, title, text):
    """Vertical lines where the series of a selector begin, one for all that have the same labels `by`."""
    return {"name": name, "datasource": DATASOURCE, "enable": True, "hide": False, "iconColor": color,
            "expr": f"count by ({by}) ({series}) unless count by ({by}) ({series} offset 1m)", "step": "60s",
            "titleFormat": title, "textFormat": text, "useValueForTime": False}


def place(rows):
    """Gives the panels of each row their places, row under row, and all of them their numbers."""
    placed, top = [], 0
    for row in rows:
        left = 0
        for one in row:
            size = one["gridPos"]
            placed.append({**one, "id": len(placed) + 1, "gridPos": {**size, "x": left, "y": top}})
            left += size["w"]
        if left != GRID_WIDTH:
            raise ValueError(f"{row[0]['title']}: the row is {left} wide, not {GRID_WIDTH}")
        top += max(one["gridPos"]["h"] for one in row)
    return placed


def board(uid, title, description, rows, variables, annotations, links, since="now-6h"):
    return {"uid": uid, "title": title, "description": description, "tags": ["waba"], "editable": False,
            "graphTooltip": 1, "schemaVersion": 39, "version": 1, "refresh": "30s", "timezone": "browser",
            "time": {"from": since, "to": "now"}, "timepicker": {}, "liveNow": False, "fiscalYearStartMonth": 0,
            "weekStart": "", "panels": place(rows), "templating": {"list": variables},
            "annotations": {"list": annotations}, "links": links}
