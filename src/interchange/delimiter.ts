export const delimiters = [',', ';', '\t', '|', ' '] as const
/** What parts the cells of a record; the blank stands for any run of blanks. */
export type Delimiter = (typeof delimiters)[number]

export const delimiterWords = {
  ',': 'commas',
  ';': 'semicolons',
  '\t': 'tabs',
  '|': 'bars',
  ' ': 'spaces',
} as const satisfies Record<Delimiter, string>

/** Where a comma parts as often as another one does, it is the decimal mark: `eye1;2,0`. */
const inText = ['\t', ';', '|', ','] as const satisfies readonly Delimiter[]

/** The delimiter that the first line with any of them holds most often outside quotes; blanks where no line has any, and the lines
 *  have the same number of words. */
export function likeliestDelimiter(body: string): Delimiter {
  const lines = body.split(/\r\n|\n|\r/, 50).filter((line) => line.trim() !== '')
  const first = lines.slice(0, 20).find((line) => /[,;\t|]/.test(line))
  const tabsAlone = first !== undefined && !/[,;|]/.test(first) && !alike(lines.map((line) => line.split('\t').length))
  if (first === undefined || tabsAlone) return partedByBlanks(lines) ? ' ' : tabsAlone ? '\t' : ','
  const bare = first.replaceAll(/"[^"]*"/g, '')
  const counts = inText.map((delimiter) => bare.split(delimiter).length)
  return inText[counts.indexOf(Math.max(...counts))] ?? ','
}

/** Prose has lines of any number of words. */
function partedByBlanks(lines: readonly string[]): boolean {
  const words = lines.map((line) => blankCells(line).length)
  return words.length >= 2 && (words[0] ?? 0) >= 2 && alike(words)
}

function alike(counts: readonly number[]): boolean {
  return counts.every((count) => count === counts[0])
}

/** The cells of a line that blanks part; what is quoted stays together. */
export function blankCells(line: string): string[] {
  return Array.from(line.matchAll(/"((?:[^"]|"")*)"(?![^ \t])|[^ \t]+/g), ([whole, quoted]) =>
    quoted === undefined ? whole : quoted.replaceAll('""', '"'),
  )
}

/** Excel's first line `sep=;` names the delimiter of what follows. */
export function statedDelimiter(body: string): { readonly line: string; readonly delimiter: Delimiter } | undefined {
  const [line, stated] = /^(?:"?)sep=([,;\t| ])(?:"?)[ \t,;]*(?:\r\n|\n|\r)/i.exec(body) ?? []
  const delimiter = delimiters.find((one) => one === stated)
  return line === undefined || delimiter === undefined ? undefined : { line, delimiter }
}
