"""How large a table may be, and the error for one that is not read."""

MAX_BYTES = 50_000_000
MAX_ROWS = 200_000
MAX_COLUMNS = 200
MAX_CELL_CHARACTERS = 32_767
"""The most that a spreadsheet program keeps in one cell."""

HEADER_SEARCH_ROWS = 20
"""In how many rows at the top the names of the columns are looked for."""

MAX_UNPACKED_BYTES = 500_000_000
MAX_PACKING_RATIO = 200
"""How large a workbook's parts may be, and how many times larger than packed: real ones reach about 20."""


class UnreadableTable(Exception):
    """The file holds no table that can be imported; the text says what is wrong and what to do, in English."""
