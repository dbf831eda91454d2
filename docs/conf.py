"""The settings of the documentation site. `make docs` builds it; every warning is an error."""

from __future__ import annotations

import sys
from pathlib import Path

import adgo

sys.path.insert(0, str(Path(__file__).parent / "extension"))

project = "ADGO"
author = "The ADGO maintainers"
copyright = author
version = release = adgo.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "reference_pages"]
exclude_patterns = ["extension"]

# Headings get the anchors that GitHub gives them, so that a link works on both.
myst_heading_anchors = 4

# Docstrings write code as Markdown does.
default_role = "literal"
autodoc_typehints = "signature"
autodoc_member_order = "bysource"
python_use_unqualified_type_names = True

# It would make a dash of the two hyphens of an option, and change the quotes of a literal.
smartquotes = False

html_theme = "furo"
html_title = "ADGO"
html_static_path = ["static"]
html_css_files = ["adgo.css"]
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_last_updated_fmt = None
# The footer of the theme links to its makers; nothing on a page leads to another host by itself.
html_theme_options = {"footer_icons": []}
html_use_index = False
