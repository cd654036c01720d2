import { describe, expect, it } from 'vitest'
import type { Photograph } from '#shared/contract/review.ts'
import type { Grade } from '#shared/grades.ts'
import type { ImageId } from '#shared/ids.ts'
import { encodeLabels } from './label-text.ts'
import { readLabels } from './read-labels.ts'
import { writeLabels } from './write-labels.ts'

const current = (state: Photograph['current']['state'], grade: Grade | null): Photograph['current'] => ({
  state,
  grade,
})

/** Reads a file, gives its rows the images 1, 2, 3 … and writes it again with what readers decided of them. */
function rewritten(
  file: string | Uint8Array,
  decided: Record<number, Photograph['current']> = {},
  columns?: { image: string; grade: string },
) {
  const bytes = typeof file === 'string' ? Buffer.from(file) : file
  const labels = readLabels(bytes, { fileName: 'a.csv', columns })
  const rows = labels.rows.map((row, index) => ({ ...row, image: (index + 1) as ImageId }))
  const map = new Map(Object.entries(decided).map(([image, one]) => [Number(image) as ImageId, one]))
  // The shape goes through the store as JSON.
  const written = writeLabels({ name: 'a', shape: JSON.parse(JSON.stringify(labels.shape)) }, rows, map)
  return { ...written, bytes: Buffer.from(encodeLabels(written)) }
}

const files: readonly (readonly [string, string])[] = [
  ['line feeds', 'image,level\na,0\nb,1\n'],
  ['CRLF and trailing commas', 'Image name,Retinopathy grade,Risk of macular edema,,,\r\nI_1,3,2,,,\r\nI_2,1,0,,,\r\n'],
  ['no line break at the end', 'image,level\r\na,0\r\nb,1'],
  ['a byte-order mark', '\ufeffimage,level\na,0\n'],
  ['tabs and spaces', 'image\tlevel\n a \t 2 \n'],
  ['quotes, needed and not', '"image","level"\n"a ""b""","0"\nc,"1"\n'],
  ['blank lines here and there', '\n\nimage,level\n\na,0\n,\n\nb,1\n\n\n'],
  ['mixed line breaks', 'image,level\na,0\r\nb,1\rc,2\n'],
  ['rejected rows', 'image,level\na,9\na,0\nb\nb,1,extra\n'],
  ['a quoted line break', 'image,level\n"a\nb",0\nc,1\n'],
]

describe('labels written in the layout they came in', () => {
  it.each(files)('are the same bytes where nothing was decided: %s', (_, text) => {
    const { bytes, changed } = rewritten(text)
    expect(bytes.toString()).toBe(text)
    expect(changed).toBe(0)
  })

  it.each([
    ['image,level\na,0\nb,1\n', 'image,level\na,0\nb,4\n'],
    ['image,level\na,0\nb,1', 'image,level\na,0\nb,4'],
    ['image,level\r\na,0\r\n"b","1"\r\n', 'image,level\r\na,0\r\n"b","4"\r\n'],
    ['image,level\na,0\nb, 1.0 \n', 'image,level\na,0\nb, 4.0 \n'],
    ['image,level\n"a,""x""",0\n"b,""x""", "1" \n', 'image,level\n"a,""x""",0\n"b,""x""", "4" \n'],
    ['image,level\na,0\nb,9\n', 'image,level\na,0\nb,4\n'],
    ['image,level\na,0\nb,\n', 'image,level\na,0\nb,4\n'],
  ])('differ in the changed grade alone: %j', (before, after) => {
    const { text, changed } = rewritten(before, { 2: current('read', 4) })
    expect(text).toBe(after)
    expect(changed).toBe(1)
  })

  it('take what was adjudicated, leave what is unresolved or imported, and empty what is ungradable', () => {
    const { text, changed, rows } = rewritten('image,level\na,0\nb,1\nc,2\nd,3\ne,4\n', {
      1: current('adjudicated', 2),
      2: current('unresolved', null),
      3: current('imported', 4),
      4: current('ungradable', null),
      5: current('read', 4),
    })
    expect(text).toBe('image,level\na,2\nb,1\nc,2\nd,\ne,4\n')
    expect([changed, rows]).toEqual([2, 5])
  })

  it('keep Latin-1 as Latin-1', () => {
    const latin = Buffer.from('Foto,Grad\nmüller,2\n', 'latin1')
    const { bytes } = rewritten(latin, { 1: current('read', 3) }, { image: 'Foto', grade: 'Grad' })
    expect(bytes.equals(Buffer.from('Foto,Grad\nmüller,3\n', 'latin1'))).toBe(true)
  })

  it('are refused where the stored shape is none', () => {
    expect(() => writeLabels({ name: 'a', shape: {} }, [], new Map())).toThrow(
      expect.objectContaining({ code: 'project_damaged' }),
    )
  })
})
