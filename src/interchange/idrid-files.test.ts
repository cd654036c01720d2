import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ImageId } from '#shared/ids.ts'
import { haveIdrid, idridFolder, withoutIdrid } from '../../tools/real-photographs.ts'
import { encodeLabels } from './label-text.ts'
import { matchLabels } from './match.ts'
import { readLabels } from './read-labels.ts'
import { scanFolder } from './scan-folder.ts'
import { writeLabels } from './write-labels.ts'

const official = 'official_training_labels.csv'
const second = 'second_published_labels.csv'
const read = (fileName: string) => readLabels(readFileSync(join(idridFolder, fileName)), { fileName })

if (!haveIdrid) console.log(withoutIdrid('Label files of IDRiD are not read'))

describe.skipIf(!haveIdrid)('the two published label files of IDRiD', () => {
  it('are both recognised, whatever they are called', () => {
    for (const fileName of [official, second]) {
      expect(readLabels(readFileSync(join(idridFolder, fileName)), { fileName: 'x' })).toMatchObject({
        layout: 'idrid',
      })
    }
    expect(read(official).rows).toHaveLength(413)
    expect(read(official).rows.filter(({ rejected }) => rejected !== null)).toEqual([])
  })

  it('find the 294 photographs that are here', async () => {
    const paths = await scanFolder(join(idridFolder, 'images'))
    const { matched, missing, ambiguous, unlabelled } = matchLabels(read(official).rows, paths)
    expect([paths.length, matched.length, missing.length]).toEqual([294, 294, 119])
    expect([ambiguous, unlabelled]).toEqual([[], []])
    const counts = [0, 1, 2, 3, 4].map((grade) => matched.filter(({ row }) => row.grade === grade).length)
    expect(counts).toEqual([80, 17, 99, 56, 42])
  })

  it('disagree on 16 grades of those 294', async () => {
    const paths = await scanFolder(join(idridFolder, 'images'))
    const grades = [official, second].map(
      (file) => new Map(matchLabels(read(file).rows, paths).matched.map(({ row, path }) => [path, row.grade])),
    )
    const [first = new Map(), other = new Map()] = grades
    const both = paths.filter((path) => first.has(path) && other.has(path))
    expect(both.filter((path) => first.get(path) !== other.get(path))).toHaveLength(16)
  })

  it.each([official, second])('leave as they came, byte for byte: %s', (fileName) => {
    const { rows, shape } = read(fileName)
    const stored = rows.map((row, index) => ({ ...row, image: (index + 1) as ImageId }))
    const { text, encoding } = writeLabels({ name: 'idrid', shape }, stored, new Map())
    expect(Buffer.from(encodeLabels({ text, encoding })).equals(readFileSync(join(idridFolder, fileName)))).toBe(true)
  })
})
