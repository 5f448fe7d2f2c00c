"""How the menu, `hhlab export` and `jupyter nbconvert` export notebooks: to be read without a network."""

from pathlib import Path

c = get_config()  # noqa: F821

c.HTMLExporter.template_name = "hhlab"
c.HTMLExporter.extra_template_basedirs = [str(Path(__file__).parent / "nbconvert" / "templates")]
c.HTMLExporter.embed_images = True
c.HTMLExporter.preprocessors = ["hhlab.lab.export.OutsideTheLab"]
c.HTMLExporter.filters = {
    "markdown2html": "hhlab.lab.export.markdown2html",
    "mathml": "hhlab.lab.export.mathml_of",
    # "Sanitize HTML output" would take away headings and formulas; the page's own rule lets no script run
    "clean_html": "hhlab.lab.export.as_it_is",
}

# These need TeX, pandoc or a second browser, or make slides of scripts from elsewhere. A PDF is made by
# printing: File, Print…, and there "Save as PDF".
for exporter in ["ASCIIDoc", "Latex", "PDF", "QtPDF", "QtPNG", "RST", "Slides", "WebPDF"]:
    c[f"{exporter}Exporter"].enabled = False
