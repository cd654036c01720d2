import { controlShare, repeatShare } from './checks.ts'

const controlEvery = Math.floor(1 / controlShare)
const repeatEvery = Math.round(1 / repeatShare)

/** An order with checks mixed in: after every so many photographs that are still to be read one of the controls, more rarely
 *  one that is asked once more, each list in its own order. `rows` holds all of them; where the order ends first, the rest of
 *  the controls follow, and repeats stay where they were: `asked` are those that moved. `offset`: decisions the reader has
 *  made already, so that those who come for a few photographs at a time get their share. */
export function mixChecks(
  rows: Uint32Array,
  { controls, repeats }: { readonly controls: readonly number[]; readonly repeats: readonly number[] },
  isToRead: (row: number) => boolean,
  offset: number,
): { readonly rows: Uint32Array; readonly asked: readonly number[] } {
  if (controls.length + repeats.length === 0) return { rows, asked: [] }
  const kept = new Set(controls)
  let toRead = 0
  for (const row of rows) if (!kept.has(row) && isToRead(row)) toRead++
  const asked = repeats.slice(0, turns(toRead, offset, repeatEvery))
  for (const row of asked) kept.add(row)

  const mixed = new Uint32Array(rows.length)
  let [place, read, control, repeat] = [0, offset, 0, 0]
  for (const row of rows) {
    if (kept.has(row)) continue
    if (isToRead(row)) {
      // Before the next photograph, not after the last one: a queue that is asked for just then must not miss it.
      if (isTurn(read, controlEvery) && control < controls.length) mixed[place++] = controls[control++] as number
      if (isTurn(read, repeatEvery) && repeat < asked.length) mixed[place++] = asked[repeat++] as number
      read++
    }
    mixed[place++] = row
  }
  while (control < controls.length) mixed[place++] = controls[control++] as number
  return { rows: mixed, asked }
}

function isTurn(read: number, every: number): boolean {
  return read > 0 && read % every === 0
}

/** How often it is a turn while so many are read. */
function turns(toRead: number, offset: number, every: number): number {
  const before = (read: number) => Math.max(0, Math.floor((read - 1) / every))
  return before(offset + toRead) - before(offset)
}
