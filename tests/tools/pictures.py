"""Take the README's pictures of the explorer: small PNG files beside this one.

Usage: uv run --with pillow python tests/tools/pictures.py
"""

import io
import shutil
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from ho21.dataset.loader import load
from ho21.explorer.page import explorer
from ho21.project import open_project

PICTURES = {
    "kart": "#kart",
    "dekning": "#dekning/malbilder",
    "kilder": "#kilder/innspill-helsepersonellkommisjonen?ting=tiltak/utnytte-helsedata",
}


def main() -> None:
    """Open each view at 1440 × 900 in light colours and keep it with 256 colours."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page_file = Path(folder) / "ho21.html"
        page_file.write_text(explorer(load(open_project()), open_project()), encoding="utf-8")
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for name, address in PICTURES.items():
            page = browser.new_page(
                viewport={"width": 1440, "height": 900},
                color_scheme="light",
                reduced_motion="reduce",
            )
            page.goto(f"{page_file.as_uri()}{address}")
            page.wait_for_selector("html[data-ready]", state="attached")
            page.wait_for_timeout(300)
            taken = Image.open(io.BytesIO(page.screenshot()))
            small = taken.convert("RGB").quantize(256, dither=Image.Dither.NONE)
            small.save(Path(__file__).parents[1] / "browser" / f"{name}.png", optimize=True)
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
