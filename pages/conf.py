"""What Sphinx is told. The folder that it reads is laid by `python -m pages`."""

import sys
from pathlib import Path

import hhlab

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

project = "hhlab"
author = "the hhlab authors"
project_copyright = "the hhlab authors"
version = release = hhlab.__version__
language = "en"
root_doc = "index"
exclude_patterns = ["**/*.ipynb"]

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "pages.formulas"]

myst_enable_extensions = ["dollarmath"]
myst_dmath_double_inline = True
myst_heading_anchors = 4
myst_heading_slug_func = "pages.words.anchor"
# two hyphens become a dash, and quotes stay as they were typed
smartquotes_action = "D"

autodoc_typehints = "none"
autodoc_member_order = "bysource"
napoleon_google_docstring = False
napoleon_use_rtype = False
napoleon_custom_sections = [("Sources", "notes_style")]
default_role = "literal"
add_module_names = False
toc_object_entries_show_parents = "hide"

html_theme = "furo"
html_title = "hhlab"
html_static_path = [str(HERE / "static")]
html_css_files = ["site.css"]
html_js_files = [("lab.js", {"defer": "defer"}), ("site.js", {"defer": "defer"})]
html_math_renderer = "mathml"
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_permalinks = False
html_domain_indices = False
html_favicon = str(HERE / "static" / "spike.svg")
pygments_style = "a11y-high-contrast-light"
pygments_dark_style = "a11y-high-contrast-dark"
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#0b57a4", "color-brand-content": "#0b57a4"},
    "dark_css_variables": {"color-brand-primary": "#7db8f0", "color-brand-content": "#7db8f0"},
}
