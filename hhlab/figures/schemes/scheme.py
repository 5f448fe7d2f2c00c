"""A drawing with its words: what is shown, and what a screen reader says instead."""

from dataclasses import dataclass
from html import escape

WIDTH = 400  # of every drawing, in its own units
WIDEST_PX = 420  # on the screen; below that it is as wide as its page

# the theme of JupyterLab where there is one, else the colour and the letters of the page around
LOOK = (
    f"display:block;width:100%;max-width:{WIDEST_PX}px;height:auto;break-inside:avoid;"
    "color:var(--jp-content-font-color1,currentColor);font-family:var(--jp-ui-font-family,sans-serif)"
)


@dataclass(frozen=True, repr=False)
class Scheme:
    """A drawing that explains: it shows itself in a notebook, and says itself in words.

    Parameters
    ----------
    words : str
        What is seen, for who cannot see it.
    height : float
        In units of the drawing, which is 400 wide.
    parts : tuple of str
        Elements of SVG, from back to front.
    """

    words: str
    height: float
    parts: tuple[str, ...]

    @property
    def svg(self) -> str:
        """The drawing as SVG, with its words for a screen reader."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {self.height}" role="img" '
            f'aria-label="{escape(self.words)}" style="{LOOK}">{"".join(self.parts)}</svg>'
        )

    def __repr__(self):
        return self.words

    def _repr_html_(self):
        return self.svg
