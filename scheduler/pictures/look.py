"""Colours and type of every picture.

Words have at least 4.5 to 1 against what lies behind them, marks and bars 3 to 1.
Source: WCAG 2.2, success criteria 1.4.3 and 1.4.11.
"""

INK = "#14181f"
QUIET_INK = "#47505c"
PAPER = "#ffffff"
GROUP_BAND = "#eff2f5"
FAINT_LINE = "#e4e8ec"
QUARTER_LINE = "#ccd3da"
YEAR_LINE = "#96a0ac"
FREEZE_LINE = "#8993a0"
CONTRACT_END = "#9c2a21"
CONTINGENCY = "#2f7a3d"
CONTINGENCY_BAND = "#e3f1e5"
AFTER_CONTRACT = "#f8f3f2"

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
TITLE_SIZE = 20
SUBTITLE_SIZE = 13
LABEL_SIZE = 12
SMALL_SIZE = 10.5
BAR_SIZE = 9.5
MARGIN = 24
