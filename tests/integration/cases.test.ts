import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const cases = join(import.meta.dirname, '..', '..', '..', 'shared', 'cases')
const areThere = existsSync(cases)
if (!areThere) console.info(`Skipped: the cases are not in ${cases}.`)

/** Which test runs the cases of a kind, each against its wanted value. */
const runBy: Readonly<Record<string, readonly string[]>> = {
  'label-file-cases.test.ts': ['01', '03', '07', '11', '13', '14'],
  'photograph-cases.test.ts': ['04', '08', '09', '15'],
  'label-sets.test.ts': ['12'],
  'model-file-cases.test.ts': ['20'],
}

it.skipIf(!areThere)('every case that is there is run against its wanted value', () => {
  const folders = readdirSync(cases, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  for (const { name } of folders) {
    const number = name.slice(0, 2)
    const [file] = Object.entries(runBy).find(([, numbers]) => numbers.includes(number)) ?? []
    expect(file, `no test runs ${name}`).toBeDefined()
    const source = readFileSync(join(import.meta.dirname, file ?? ''), 'utf8')
    expect(source, `${file} does not open ${name}`).toMatch(new RegExp(`['"/\`]${number}[-*]`))
  }
})
