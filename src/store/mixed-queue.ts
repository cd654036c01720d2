import { controlShare, repeatShare } from './checks.ts'

const controlEvery = Math.floor(1 / controlShare)
const repeatEvery = Math.round(1 / repeatShare)

/** An order with checks mixed in: after every so many photographs that are still to be read one of the controls, more rarely
 *  one that is asked once more, each list in its own order. `rows` holds the others; where they end first, the rest of the
 *  checks follow. `offset`: decisions the reader has made already, so that those who come for a few photographs at a time get
 *  their share. */
export function mixChecks(
  rows: Uint32Array,
  { controls, repeats }: { readonly controls: readonly number[]; readonly repeats: readonly number[] },
  isToRead: (row: number) => boolean,
  offset: number,
): Uint32Array {
  const mixed = new Uint32Array(rows.length + controls.length + repeats.length)
  let [place, read, control, repeat] = [0, offset, 0, 0]
  for (const row of rows) {
    if (isToRead(row)) {
      // Before the next photograph, not after the last one: a queue that is asked for just then must not miss it.
      if (isTurn(read, controlEvery) && control < controls.length) mixed[place++] = controls[control++] as number
      if (isTurn(read, repeatEvery) && repeat < repeats.length) mixed[place++] = repeats[repeat++] as number
      read++
    }
    mixed[place++] = row
  }
  mixed.set([...controls.slice(control), ...repeats.slice(repeat)], place)
  return mixed
}

function isTurn(read: number, every: number): boolean {
  return read > 0 && read % every === 0
}
