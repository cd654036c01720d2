/** Where a record's cell stands in the record's own text, `[start, end)`, quotes included. A cell beyond the last one, which a row
 *  too short has, is at the end of the text before its line break, and empty. */
export function cellSpan(text: string, delimiter: string, column: number): readonly [number, number] {
  const end = text.length - (/(?:\r\n|\n|\r)$/.exec(text)?.[0].length ?? 0)
  let start = 0
  let place = 0
  let quoted = false
  for (let index = 0; index < end; index++) {
    const character = text[index]
    // A doubled quote inside quotes closes and opens again, which comes to the same.
    if (character === '"') quoted = !quoted
    if (character !== delimiter || quoted) continue
    if (place === column) return [start, index]
    place++
    start = index + 1
  }
  return place === column ? [start, end] : [end, end]
}
