import type { Delimiter } from './delimiter.ts'

/** Where a record's cell stands in the record's own text, `[start, end)`, quotes included. A cell beyond the last one, which a row
 *  too short has, is at the end of the text before its line break, and empty. */
export function cellSpan(text: string, delimiter: Delimiter, column: number): readonly [number, number] {
  const end = text.length - (/(?:\r\n|\n|\r)$/.exec(text)?.[0].length ?? 0)
  // Blanks part cells by runs, and may stand before the first.
  const runs = delimiter === ' '
  const parts = (index: number) => (runs ? /[ \t]/.test(text[index] ?? '') : text[index] === delimiter)
  let start = 0
  while (runs && start < end && parts(start)) start++
  let place = 0
  let quoted = false
  for (let index = start; index < end; index++) {
    // A doubled quote inside quotes closes and opens again, which comes to the same.
    if (text[index] === '"') quoted = !quoted
    if (!parts(index) || quoted) continue
    if (place === column) return [start, index]
    while (runs && index + 1 < end && parts(index + 1)) index++
    place++
    start = index + 1
  }
  return place === column ? [start, end] : [end, end]
}
