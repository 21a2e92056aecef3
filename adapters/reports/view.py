"""A report before it is drawn: sentences, tables of text, and charts of shares between 0 and 1."""

from collections.abc import Sequence
from dataclasses import dataclass

from expertise.reliability import Bin


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar; ``low`` and ``high`` are the ends of its interval, equal where it has none."""

    label: str
    value: float
    low: float
    high: float
    text: str
    is_ours: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """Horizontal bars in groups, each group with a heading or without ("")."""

    groups: Sequence[tuple[str, Sequence[Bar]]]
    kind: str = "bars"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Two shares of the same questions on one line."""

    label: str
    ours: float
    habit: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps:
    """A line for each group of questions: ours is a disc, the habit a diamond."""

    gaps: Sequence[Gap]
    ours: str
    habit: str
    kind: str = "gaps"


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagonal:
    """A reliability diagram: what was said (across) beside what came true (up)."""

    bins: Sequence[Bin]
    across: str
    up: str
    kind: str = "diagonal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A share across, a share up, and the interval of the second."""

    x: float
    y: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Dots:
    """What two shares have to do with each other: a line through its dots, each with an interval."""

    dots: Sequence[Dot]
    across: str
    up: str
    kind: str = "dots"


Chart = Bars | Gaps | Diagonal | Dots


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Figures as text; the first cell of each row names it."""

    caption: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One subject: what there is to say, its figures, small print. A chart never comes without a table."""

    slug: str
    title: str
    sentences: Sequence[str] = ()
    table: Table | None = None
    chart: Chart | None = None
    notes: Sequence[str] = ()
