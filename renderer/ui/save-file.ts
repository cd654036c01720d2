import { csvOf, type DataTable } from './csv.ts'

/** Browsers read the file after the click has returned; none takes this long. */
const keptForMs = 60_000

/** Hands a file to the person: a browser saves it among the downloads, Electron asks where. */
export function saveFile(name: string, content: Blob): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), keptForMs)
}

/** Figures as a CSV file; `names` as of `fileName`. */
export function saveTable(names: readonly string[], table: DataTable): void {
  saveFile(fileName(names, 'csv'), new Blob([csvOf(table)], { type: 'text/csv;charset=utf-8' }))
}

/** A name that every file system takes: "regrade-eyes-2024-boundary-ledger.csv". */
export function fileName(parts: readonly string[], extension: string): string {
  const words = parts.map((part) =>
    part
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
      .replaceAll(/^-|-$/g, ''),
  )
  return `${['regrade', ...words].filter((word) => word !== '').join('-')}.${extension}`
}
