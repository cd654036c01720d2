import { withoutPictureExtension } from './photograph-names.ts'

const most = 20

/** Why rows found no photograph where another name comes close: programs that keep tables drop leading zeros and take `1e5` for a
 *  number. Nothing is joined by these. One sentence a row. */
export function nearNames(names: readonly string[], paths: readonly string[]): string[] {
  const byNumber = new Map<string, string[]>()
  for (const path of paths) {
    const stem = stemOf(path)
    for (const key of new Set(keysOf(stem))) {
      const found = byNumber.get(key)
      if (found) found.push(stem)
      else byNumber.set(key, [stem])
    }
  }
  const hints = names.flatMap((name) => {
    const stem = stemOf(name)
    const near = [...new Set(keysOf(stem).flatMap((key) => byNumber.get(key) ?? []))].filter((one) => one !== stem)
    if (near.length === 0) return []
    const zeros = near.every((one) => withoutZeros(one) === withoutZeros(stem))
    const how = zeros ? 'by zeros only' : 'by how a number is written only'
    return [`${stem} and ${near.slice(0, 3).join(', ')} differ ${how}: not joined.`]
  })
  if (hints.length === 0) return []
  const more = hints.length > most ? [`${hints.length - most} more rows are alike.`] : []
  const advice =
    'Spreadsheets change names that look like numbers: keep that column as text, or name the photographs as the rows do.'
  return [...hints.slice(0, most), ...more, advice]
}

/** Nothing of the folder is named by the file: what the two call their photographs. */
export function nothingJoined(names: readonly string[], paths: readonly string[]): string {
  const [row, photograph] = [names[0] ?? '', paths[0] ?? '']
  return `No row names a photograph of this folder: a row names ${row}, a photograph is called ${photograph}. Check that folder and label file belong together.`
}

function stemOf(path: string): string {
  return withoutPictureExtension(path.trim().replaceAll('\\', '/').split('/').at(-1) ?? '')
}

/** What a name has in common with its other spellings. */
function keysOf(stem: string): string[] {
  const number = /^\d+(?:\.\d+)?(?:e\+?\d+)?$/i.test(stem) ? [`number ${Number(stem)}`] : []
  return [`zeros ${withoutZeros(stem).toLowerCase()}`, ...number]
}

function withoutZeros(stem: string): string {
  return stem.replaceAll(/\d+/g, (digits) => digits.replace(/^0+(?=\d)/, ''))
}
