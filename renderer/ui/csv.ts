type Cell = string | number | boolean | null

/** Figures as a spreadsheet takes them: null where there is none. */
export interface DataTable {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
}

/** CSV (RFC 4180, with a header). Texts that a spreadsheet would run as a formula are quoted for it; numbers stay numbers. */
export function csvOf({ columns, rows }: DataTable): string {
  return [columns, ...rows].map((row) => `${row.map(cellOf).join(',')}\r\n`).join('')
}

function cellOf(cell: Cell): string {
  if (typeof cell !== 'string') return cell === null ? '' : String(cell)
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
