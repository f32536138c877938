"""What is seen of each view of the project that ships with ho21, and at least how often."""

from __future__ import annotations

from typing import Final

CONTENT: Final = {
    "start": ("#view-start a", 15),
    "kart": (".spot", 10),
    "tabell": ("#view-tabell tbody tr", 200),
    "dekning": ("#view-dekning td[data-at]", 30),
    "ansvar": ("#view-ansvar td[data-at]", 300),
    "tre": ("#view-tre li", 60),
    "tidslinje": ("#view-tidslinje li", 60),
    "kilder": ("#view-kilder li[data-source]", 5),
    "om": ("#view-om h3", 4),
    "spor/visjonen": ("#view-spor tbody tr", 1),  # the engine has answered
}
