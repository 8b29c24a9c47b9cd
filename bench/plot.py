"""A plot of several lines over one logarithmic axis, as SVG. Standard library only."""

import math
import pathlib

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720, 300, 60, 190, 30, 40
STEP = 0.5  # between two lines of the grid
COLOURS = ("#2563eb", "#c2410c", "#15803d", "#7e22ce")


def _line(name, place, colour, points):
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in points)
    return (f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>{dots}'
            f'<text x="{WIDTH - RIGHT + 12}" y="{TOP + 14 + 20 * place}" fill="{colour}">{name}</text>')


def write(path, title, across, lines):
    """`lines`: name -> [(x, y)], with x > 0; `across`: what x counts. The y axis begins at 0."""
    every_x = sorted({x for points in lines.values() for x, _ in points})
    steps = math.ceil(1.05 * max(y for points in lines.values() for _, y in points) / STEP)
    top = STEP * steps
    low, high = math.log10(every_x[0]), math.log10(every_x[-1])

    def place(x, y):
        right = (math.log10(x) - low) / (high - low or 1)
        return LEFT + right * (WIDTH - LEFT - RIGHT), HEIGHT - BOTTOM - y / top * (HEIGHT - TOP - BOTTOM)

    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">',
             f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>', f'<text x="{LEFT}" y="18" font-size="14">{title}</text>']
    for step in range(steps + 1):
        value = STEP * step
        y = place(every_x[0], value)[1]
        parts.append(f'<line x1="{LEFT}" y1="{y:.1f}" x2="{WIDTH - RIGHT}" y2="{y:.1f}" stroke="#e5e7eb"/>'
                     f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{value:g}</text>')
    for x in every_x:
        parts.append(f'<text x="{place(x, 0)[0]:.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{x:,}</text>')
    parts.append(f'<text x="{WIDTH - RIGHT + 40}" y="{HEIGHT - BOTTOM + 18}">{across}</text>')
    for number, (name, points) in enumerate(lines.items()):
        parts.append(_line(name, number, COLOURS[number % len(COLOURS)], [place(*point) for point in points]))
    pathlib.Path(path).write_text("\n".join(parts) + "\n</svg>\n", encoding="utf-8")
