import { describe, expect, it } from 'vitest'
import type { ImageId } from '#shared/ids.ts'
import { encodeLabels } from './label-text.ts'
import { readLabels } from './read-labels.ts'
import { writeLabels } from './write-labels.ts'

const read = (content: string | Uint8Array, options: Partial<Parameters<typeof readLabels>[1]> = {}) =>
  readLabels(typeof content === 'string' ? Buffer.from(content) : content, { fileName: 'a.csv', ...options })
const gradesOf = (content: string | Uint8Array) => read(content).rows.map(({ name, grade }) => [name, grade])
const two = [
  ['eye1', 0],
  ['eye2', 2],
]
const swapped = (text: string) => Buffer.from(text, 'utf16le').swap16()

/** What a reader's grade 3 for the second row makes of a file, and what none makes of it. */
function written(content: Uint8Array, current: Parameters<typeof writeLabels>[2]) {
  const file = read(content)
  const rows = file.rows.map((row, index) => ({ ...row, image: (index + 1) as ImageId }))
  return Buffer.from(
    encodeLabels(writeLabels({ name: 'a', shape: JSON.parse(JSON.stringify(file.shape)) }, rows, current)),
  )
}

const files: readonly (readonly [string, Uint8Array])[] = [
  ['the line of Excel that names its delimiter', Buffer.from('sep=;\r\nimage;level\r\neye1;0\r\neye2;2\r\n')],
  ['that line quoted, after a mark', Buffer.from('\ufeff"sep=,"\nimage,level\neye1,0\neye2,2\n')],
  ['a decimal comma', Buffer.from('image;level\neye1;0,0\neye2;2,00\n')],
  ['a decimal comma in quotes', Buffer.from('image,level\neye1,"0,0"\neye2,"2,0"\n')],
  ['wide digits and a blank that does not break', Buffer.from('image,level\neye1,\uff10\neye2,\u00a02\u2009\n')],
  ['digits of other scripts', Buffer.from('image,level\neye1,\u0660\neye2,\u0968\n')],
  ['what cannot be seen', Buffer.from('image,level\neye1\u200b,0\neye2,\u200e2\u200c\n')],
  ['a footnote', Buffer.from('image,level\neye1,0*\neye2,2\u00b9\n')],
  ['runs of blanks', Buffer.from('image   level\neye1    0\n  eye2 \t 2 \n')],
  ['bars', Buffer.from('image|level\neye1|0\neye2|2\n')],
  ['no names of columns', Buffer.from('eye1,0\neye2,2\n')],
  ['no names of columns, and a decimal comma', Buffer.from('eye1;0,0\neye2;2,0\n')],
  ['no names of columns, an index and a word', Buffer.from('17,eye1,No DR\n18,eye2,Moderate\n')],
  ['UTF-16 with its mark', Buffer.from('\ufeffimage,level\r\neye1,0\r\neye2,2\r\n', 'utf16le')],
  ['UTF-16 without', Buffer.from('image\tlevel\neye1\t0\neye2\t2\n', 'utf16le')],
  ['UTF-16 the other way round', swapped('\ufeffimage,level\neye1,0\neye2,2\n')],
  ['that without its mark', swapped('image,level\neye1,0\neye2,2\n')],
]

describe('a label file with', () => {
  it.each(files)('%s is read', (_, content) => {
    expect(gradesOf(content)).toEqual(two)
    expect(read(content).rows.every(({ rejected }) => rejected === null)).toBe(true)
    expect(read(content).problem).toBeNull()
  })

  it.each(files)('%s is written again byte for byte', (_, content) => {
    expect(written(content, new Map()).equals(Buffer.from(content))).toBe(true)
  })

  it('bytes of two encodings is read line by line, and written as it was', () => {
    const content = Buffer.concat([
      Buffer.from('image,level\nm\u00fc1,1'),
      Buffer.from([0xb2, 10]),
      Buffer.from('eye2,\uff12\n'),
    ])
    expect(gradesOf(Buffer.concat([content, Buffer.from('eye3,1\n')]))).toEqual(
      [
        ['m\ufffd1', 1],
        ['eye2', 2],
        ['eye3', 1],
      ].map(([name, grade]) => [name === 'm\ufffd1' ? 'm\u00c3\u00bc1' : name, grade]),
    )
    expect(written(content, new Map()).equals(content)).toBe(true)
  })

  it.each([
    ['sep=;\nimage;level\neye1;0,0\neye2;2,0\n', 'sep=;\nimage;level\neye1;0,0\neye2;3,0\n'],
    ['image level\neye1  0\n eye2   2 \n', 'image level\neye1  0\n eye2   3 \n'],
    ['eye1,0\neye2,2', 'eye1,0\neye2,3'],
    [
      'image,level\neye1,No DR\neye2,Moderate\neye3,Severe NPDR\n',
      'image,level\neye1,No DR\neye2,Severe NPDR\neye3,Severe NPDR\n',
    ],
    ['image,level\neye1,No DR\neye2,Moderate\n', 'image,level\neye1,No DR\neye2,3\n'],
  ])('a changed grade keeps the rest: %j', (before, after) => {
    const current = new Map([[2 as ImageId, { state: 'read' as const, grade: 3 as const }]])
    expect(written(Buffer.from(before), current).toString()).toBe(after)
  })

  it('a changed grade is UTF-16 where the file is', () => {
    const current = new Map([[2 as ImageId, { state: 'read' as const, grade: 3 as const }]])
    expect(written(swapped('\ufeffimage,level\neye1,0\neye2,2\n'), current)).toEqual(
      swapped('\ufeffimage,level\neye1,0\neye2,3\n'),
    )
  })

  it.each([
    'image,0,1,2,3,4\neye1,1,0,0,0,0\neye2,0,0,1,0,0\n',
    'image,No_DR,Mild\neye1,1,0\neye2,0,1\n',
    'eye1,0,2\neye2,2,0\n',
  ])('columns that may each be the grade is not guessed at: %j', (text) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ code: 'layout_unknown' }))
  })
})

describe('a label file without one grade that can be used', () => {
  it.each([
    ['image,level\na,good\nb,bad\n', 'The column "level" holds no grade that can be used: it holds "good", "bad"'],
    ['image,level\na,35\nb,43\n', 'it holds "35", "43" (line 2: grade 35 is outside 0 to 4)'],
    ['image,level\na,\nb,\n', 'it holds nothing'],
    ['image,level\n', 'The label file has no rows'],
    ['ID,Disease_Risk,DR\n1,1,1\n', 'retinopathy is present'],
  ])('says what it holds, and what to do: %j', (text, part) => {
    const { problem } = read(text)
    expect(problem).toContain(part)
    expect(problem).toMatch(/import the photographs without labels\.$/)
  })

  it('is read once it is said what its words stand for', () => {
    const file = read('image,level\na,35\nb,43\n', { grades: { '35': 1, '43': 2 } })
    expect(file.problem).toBeNull()
    expect(file.rows.map(({ grade }) => grade)).toEqual([1, 2])
    expect(file.shape.words).toEqual({ '35': 1, '43': 2 })
  })
})
