"""Plots as SVG, written by hand: lines over a logarithmic or evenly spaced axis, several panels in a grid."""

import math
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 430, 330
LEFT, RIGHT, TOP, BOTTOM = 62, 14, 34, 48
COLUMNS = 2
COLOURS = {"moldau": "#0b6e99", "kafka": "#c0562b"}
DASHES = ["", "6 3", "2 3"]


@dataclass
class Line:
    """One line: its name, its colour (an engine), its dash (a number), its points (x text, y)."""

    name: str
    engine: str
    dash: int
    points: list


@dataclass
class Panel:
    """One plot."""

    title: str
    x_label: str
    y_label: str
    x_values: list
    lines: list = field(default_factory=list)
    logarithmic: bool = False


def ticks(low, high, logarithmic):
    """Where the y axis is marked."""
    if logarithmic:
        return [10.0 ** power for power in range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)]
    step = 10 ** math.floor(math.log10(high or 1))
    step = next(step * factor for factor in (0.2, 0.5, 1, 2) if high / (step * factor) <= 6)
    return [step * index for index in range(int(high / step) + 2)]


def text(x, y, words, anchor="middle", size=11, extra=""):
    """One piece of text."""
    return (f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" fill="#333"{extra}>'
            f"{escape(words)}</text>")


def panel_svg(panel, place):
    """One panel at its place in the grid."""
    values = [y for line in panel.lines for _, y in line.points if y > 0] or [1.0]
    marks = ticks(min(values), max(values), panel.logarithmic)
    low, high = marks[0], marks[-1]

    def y_of(value):
        part = (math.log(max(value, low) / low) / math.log(high / low) if panel.logarithmic
                else (value - low) / (high - low))
        return HEIGHT - BOTTOM - part * (HEIGHT - TOP - BOTTOM)

    def x_of(value):
        place = panel.x_values.index(value)
        return LEFT + (place + 0.5) * (WIDTH - LEFT - RIGHT) / len(panel.x_values)

    row, column = divmod(place, COLUMNS)
    parts = [f'<g transform="translate({column * WIDTH},{row * HEIGHT})">', text(WIDTH / 2, 18, panel.title, size=13)]
    for mark in marks:
        y = y_of(mark)
        parts.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>')
        parts.append(text(LEFT - 6, y + 4, f"{mark:g}", "end"))
    for value in panel.x_values:
        parts.append(text(x_of(value), HEIGHT - BOTTOM + 16, f"{value:,}"))
    parts.append(text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 12, panel.x_label))
    middle = (TOP + HEIGHT - BOTTOM) / 2
    parts.append(text(14, middle, panel.y_label, extra=f' transform="rotate(-90 14 {middle:.1f})"'))
    for line in panel.lines:
        colour, dash = COLOURS[line.engine], DASHES[line.dash]
        points = [(x_of(x), y_of(y)) for x, y in line.points]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2" '
                     f'stroke-dasharray="{dash}"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in points]
    parts.append("</g>")
    return parts


def legend(lines, width, top):
    """The names of the lines, in rows below the panels."""
    parts, x, y = [], 20, top + 14
    for line in lines:
        if x + 130 > width:
            x, y = 20, y + 18
        parts.append(f'<line x1="{x}" x2="{x + 28}" y1="{y - 4}" y2="{y - 4}" stroke="{COLOURS[line.engine]}" '
                     f'stroke-width="2" stroke-dasharray="{DASHES[line.dash]}"/>')
        parts.append(text(x + 34, y, line.name, "start"))
        x += 138
    return parts, y + 12


def svg(panels):
    """The whole drawing."""
    width = WIDTH * min(len(panels), COLUMNS)
    body = [part for place, panel in enumerate(panels) for part in panel_svg(panel, place)]
    named = {line.name: line for panel in panels for line in panel.lines}
    names, height = legend(named.values(), width, HEIGHT * -(-len(panels) // COLUMNS))
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
            f'font-family="sans-serif"><rect width="100%" height="100%" fill="white"/>'
            + "".join(body + names) + "</svg>\n")
