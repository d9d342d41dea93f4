"""How an HTML paper looks, on a screen and on paper."""

STYLE = """\
:root { --ink: #14181f; --quiet: #47505c; --line: #ccd3da; --mark: #1f5c99; --band: #eff2f5; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 62rem; padding: 1.5rem; color: var(--ink); background: #fff;
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial,
  sans-serif; }
h1 { font-size: 2rem; line-height: 1.2; margin: .5rem 0; }
h2 { font-size: 1.3rem; line-height: 1.3; margin: 2.2rem 0 .6rem; padding-top: .8rem;
  border-top: 2px solid var(--mark); }
p { margin: .5rem 0; max-width: 46rem; }
.marking { display: inline-block; margin: 0; padding: .15rem .6rem; border: 2px solid var(--ink);
  font-weight: 700; font-size: .9rem; }
.kind, .note, figcaption { color: var(--quiet); font-size: .9rem; }
.lead { font-size: 1.2rem; line-height: 1.45; padding: .8rem 1rem; background: var(--band);
  border-left: 6px solid var(--mark); max-width: none; }
.strong { font-weight: 700; }
.figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr));
  gap: .8rem; margin: 1rem 0; }
.figures div { padding: .7rem .9rem; border: 1px solid var(--line);
  border-top: 4px solid var(--mark); }
.figures dt { color: var(--quiet); font-size: .9rem; }
.figures dd { margin: 0; }
.figures strong { display: block; font-size: 1.5rem; line-height: 1.25; }
.figures span { color: var(--quiet); font-size: .85rem; }
.table { overflow-x: auto; margin: .8rem 0; }
.table:focus-visible { outline: 3px solid var(--mark); }
table { border-collapse: collapse; width: 100%; font-size: .92rem; }
caption { text-align: left; font-weight: 700; padding: .3rem 0; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem .35rem 0;
  border-bottom: 1px solid var(--line); overflow-wrap: break-word; }
thead th { border-bottom: 2px solid var(--ink); }
tbody th { font-weight: 600; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
li { margin: .25rem 0; max-width: 46rem; }
figure { margin: 1rem 0; }
.picture svg { width: 100%; height: auto; display: block; }
footer { margin-top: 2.5rem; }
@media print {
  html { font-size: 9.5pt; }
  body { max-width: none; padding: 0; }
  h1 { font-size: 20pt; }
  h2, .strong, caption { break-after: avoid; }
  h2 { margin-top: 14pt; }
  .figures { grid-template-columns: repeat(4, 1fr); }
  .figures strong { font-size: 1.25rem; }
  thead { display: table-header-group; }
  tr, figure, .figures div, .lead { break-inside: avoid; }
  tbody tr:first-child { break-before: avoid; }
  .table { overflow: visible; }
  .picture svg { max-height: 130mm; }
  section:has(> .tall) { break-before: page; }
  .tall svg { max-height: 230mm; }
  footer { display: none; }
}
"""


def page_style(marking: str) -> str:
    """Return the style of printed pages, each with the marking of the paper at its foot.

    Every character of it is written by its number, so that it cannot end the text it stands in.
    """
    written = "".join(f"\\{ord(character):x} " for character in marking)
    return (
        "@page { size: A4; margin: 16mm 16mm 18mm; font: 8pt sans-serif;\n"
        f'  @bottom-left {{ content: "{written}"; }}\n'
        '  @bottom-right { content: counter(page) " / " counter(pages); } }\n'
    )
