"""Small SVG pictures, drawn as text: axes, lines, points and bars. Nothing is loaded from anywhere."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH, HEIGHT = 420, 280
SPOKEN = 12
"""Points that a picture's description names."""
LEFT, RIGHT, TOP, BOTTOM = 48, 14, 14, 40


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a picture, in the units of its axes."""

    x: float
    y: float
    label: str = ""
    """Shown when a reader points at it."""
    weight: float = 1.0
    """Share of the cases that it stands for; larger spots are drawn larger."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The axes of a picture."""

    title: str
    x_name: str
    y_name: str
    x_max: float = 1.0
    y_max: float = 1.0

    def place(self, spot: Spot) -> tuple[float, float]:
        """Return the spot in pixels."""
        across = (WIDTH - LEFT - RIGHT) * min(spot.x / self.x_max, 1.0)
        up = (HEIGHT - TOP - BOTTOM) * min(spot.y / self.y_max, 1.0)
        return round(LEFT + across, 2), round(HEIGHT - BOTTOM - up, 2)


def picture(frame: Frame, *layers: str, told: Sequence[Spot] = ()) -> str:
    """Return a whole SVG picture of ``layers``, which :func:`line`, :func:`spots` and :func:`bars` draw.

    The labels of ``told``, at most ``SPOKEN`` of them evenly chosen, stand for the picture where it is not seen.
    """
    chosen = told[:: max(1, -(-len(told) // SPOKEN))]
    spoken = ": ".join(filter(None, (frame.title, "; ".join(spot.label for spot in chosen))))
    return (
        f'<svg role="img" viewBox="0 0 {WIDTH} {HEIGHT}" aria-label="{escape(spoken, quote=True)}">'
        f"{_axes(frame)}{''.join(layers)}</svg>"
    )


def line(frame: Frame, points: Sequence[Spot], *, style: str = "line") -> str:
    """Return a line through ``points``."""
    path = " ".join(f"{x},{y}" for x, y in map(frame.place, points))
    return f'<polyline class="{style}" points="{path}"/>'


def spots(frame: Frame, points: Sequence[Spot]) -> str:
    """Return a dot for each point, its area in proportion to its weight."""
    return "".join(_spot(frame, point) for point in points)


def bars(frame: Frame, points: Sequence[Spot], *, width: float) -> str:
    """Return a bar from the axis to each point; ``width`` is in units of the x axis."""
    drawn = []
    for point in points:
        x, y = frame.place(point)
        right, floor = frame.place(Spot(point.x + width, 0))
        drawn.append(
            f'<rect class="bar" x="{x}" y="{y}" width="{max(1.0, right - x - 1):.2f}" '
            f'height="{max(0.0, floor - y):.2f}"><title>{escape(point.label)}</title></rect>'
        )
    return "".join(drawn)


def _spot(frame: Frame, point: Spot) -> str:
    x, y = frame.place(point)
    radius = 2 + 10 * min(1.0, point.weight) ** 0.5
    told = f"<title>{escape(point.label)}</title>"
    return f'<circle class="spot" cx="{x}" cy="{y}" r="{radius:.1f}">{told}</circle>'


def _axes(frame: Frame) -> str:
    bottom, right = HEIGHT - BOTTOM, WIDTH - RIGHT
    parts = [f'<path class="axis" d="M{LEFT} {TOP}V{bottom}H{right}"/>']
    for fifth in range(6):
        share = fifth / 5
        x, y = frame.place(Spot(share * frame.x_max, share * frame.y_max))
        parts.append(f'<text x="{x}" y="{bottom + 14}" text-anchor="middle">{share * frame.x_max:.3g}</text>')
        parts.append(f'<text x="{LEFT - 6}" y="{y + 4}" text-anchor="end">{share * frame.y_max:.3g}</text>')
    middle = (LEFT + right) / 2
    parts.append(f'<text x="{middle}" y="{HEIGHT - 6}" text-anchor="middle">{escape(frame.x_name)}</text>')
    parts.append(
        f'<text transform="translate(12 {(TOP + bottom) / 2}) rotate(-90)" text-anchor="middle">'
        f"{escape(frame.y_name)}</text>"
    )
    return "".join(parts)
