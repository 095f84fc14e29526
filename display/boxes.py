"""Boxes: where a part sits on the surface, and how one box is cut into others. All numbers are whole pixels."""

from typing import NamedTuple


class Box(NamedTuple):
    """Left edge, top edge, width, height."""

    x: int
    y: int
    w: int
    h: int

    @property
    def right(self) -> int:
        return self.x + self.w

    @property
    def bottom(self) -> int:
        return self.y + self.h

    @property
    def centre(self) -> tuple[int, int]:
        return self.x + self.w // 2, self.y + self.h // 2

    def contains(self, point: tuple[float, float]) -> bool:
        return self.x <= point[0] < self.right and self.y <= point[1] < self.bottom

    def holds(self, other: "Box") -> bool:
        """True if `other` lies wholly inside; edges may touch."""
        return (self.x <= other.x and self.y <= other.y
                and other.right <= self.right and other.bottom <= self.bottom)

    def overlaps(self, other: "Box") -> bool:
        return (self.x < other.right and other.x < self.right
                and self.y < other.bottom and other.y < self.bottom)

    def inset(self, dx: int, dy: int | None = None) -> "Box":
        dy = dx if dy is None else dy
        return Box(self.x + dx, self.y + dy, self.w - 2 * dx, self.h - 2 * dy)

    def cut_top(self, height: int, gap: int = 0) -> tuple["Box", "Box"]:
        """A slice of `height` from the top, and what is left below the gap."""
        return (Box(self.x, self.y, self.w, height),
                Box(self.x, self.y + height + gap, self.w, self.h - height - gap))

    def cut_bottom(self, height: int, gap: int = 0) -> tuple["Box", "Box"]:
        """A slice of `height` from the bottom, and what is left above the gap."""
        return (Box(self.x, self.bottom - height, self.w, height),
                Box(self.x, self.y, self.w, self.h - height - gap))

    def cut_left(self, width: int, gap: int = 0) -> tuple["Box", "Box"]:
        """A slice of `width` from the left, and what is left beside the gap."""
        return (Box(self.x, self.y, width, self.h),
                Box(self.x + width + gap, self.y, self.w - width - gap, self.h))

    def columns(self, count: int, gap: int) -> list["Box"]:
        width = (self.w - gap * (count - 1)) // count
        return [Box(self.x + i * (width + gap), self.y, width, self.h) for i in range(count)]

    def rows(self, count: int, gap: int) -> list["Box"]:
        height = (self.h - gap * (count - 1)) // count
        return [Box(self.x, self.y + i * (height + gap), self.w, height) for i in range(count)]

    def fit(self, aspect: float) -> "Box":
        """The largest box of width/height `aspect` inside this one, centred."""
        width = min(self.w, round(self.h * aspect))
        height = min(self.h, round(width / aspect))
        return Box(self.x + (self.w - width) // 2, self.y + (self.h - height) // 2, width, height)
