"""The contract's page for a browser: one file of HTML that needs nothing else.

Touches: nothing.
"""

from html import escape
from itertools import pairwise

from markdown_it import MarkdownIt

from contract.markdown import anchor

_STYLE = """
body { margin: 2rem auto; max-width: 62rem; padding: 0 1rem; color: #1b1f24;
       font: 16px/1.5 system-ui, sans-serif; }
h2 { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid #d0d7de; }
h3 { margin-top: 2.5rem; }
a { color: #0a5ea8; text-decoration: none; }
a:hover { text-decoration: underline; }
code, pre { font: 0.875em/1.45 ui-monospace, monospace; background: #f3f5f7; border-radius: 4px; }
code { padding: 0.1em 0.3em; }
pre { padding: 0.8rem 1rem; overflow-x: auto; }
pre code { padding: 0; background: none; font-size: 1em; }
table { border-collapse: collapse; margin: 1rem 0; font-size: 0.925em; }
th, td { border: 1px solid #d0d7de; padding: 0.3rem 0.6rem; text-align: left; vertical-align: top; }
th { background: #f3f5f7; }
td code { overflow-wrap: break-word; }
"""


def html_of(page: str, title: str) -> str:
    """Given a page in Markdown and its title, return it as a whole document."""
    reader = MarkdownIt("commonmark").enable("table")
    tokens = reader.parse(page)
    for opening, inside in pairwise(tokens):
        if opening.type == "heading_open":
            opening.attrSet("id", anchor(inside.content))
    body = _spaced(reader.renderer.render(tokens, reader.options, {}))
    return (
        f'<!doctype html>\n<html lang="fr">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"{body}</body>\n</html>\n"
    )


def _spaced(text: str) -> str:
    """Return a text whose quotation marks stay on the line of what they quote."""
    return text.replace("« ", "«\u00a0").replace(" »", "\u00a0»")
