import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { licenseText } from '../../tools/notices/license-text.ts'
import { noticesText, rowOf } from '../../tools/notices/notices-text.ts'
import { shippedPackages } from '../../tools/notices/shipped-packages.ts'

const root = join(import.meta.dirname, '..', '..')
const read = (file: string) => readFileSync(join(root, file), 'utf8').replaceAll('\r\n', '\n')
const packages = shippedPackages(read('package-lock.json'))
const notices = read('THIRD-PARTY-NOTICES.md')

/** What an application under the Apache License 2.0 may hold. The LGPL only where the library can be exchanged: a new package under it is
 *  to be looked at first. */
const licenses = ['Apache-2.0', 'MIT', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', '(MIT OR CC0-1.0)']
const exchangeable = /^@img\/sharp-/

describe('the third-party notices', () => {
  it('name each package of the lock file that ships, with its version and licence, and no other', () => {
    const rows = notices.split('\n').filter((line) => /^\| (?!package |---)/.test(line))
    expect(rows).toEqual(packages.map(rowOf))
  })

  it('are what npm run notices writes', () => {
    expect(notices).toBe(noticesText(packages, (folder) => licenseText(join(root, folder))))
  })

  it('hold no licence that nobody has looked at', () => {
    const others = packages.filter(({ license }) => !licenses.includes(license))
    expect(others.filter(({ name, license }) => !exchangeable.test(name) || !license.includes('LGPL-3.0'))).toEqual([])
  })

  it('leave out what is for development alone', () => {
    const lock = JSON.stringify({
      packages: {
        '': { version: '1.0.0' },
        'node_modules/shown': { version: '1.0.0', license: 'MIT' },
        'node_modules/shown/node_modules/@of/it': { version: '2.0.0', license: 'ISC', optional: true },
        'node_modules/tool': { version: '1.0.0', license: 'MIT', dev: true },
        'node_modules/either': { version: '1.0.0', license: 'MIT', devOptional: true },
      },
    })
    expect(shippedPackages(lock).map(rowOf)).toEqual(['| @of/it | 2.0.0 | ISC |', '| shown | 1.0.0 | MIT |'])
  })

  it('say of libvips that it is under the LGPL, and how it is linked', () => {
    expect(notices).toContain('libvips is linked dynamically')
    expect(read('licenses/LGPL-3.0.txt')).toContain('GNU LESSER GENERAL PUBLIC LICENSE')
    expect(read('licenses/GPL-3.0.txt')).toContain('GNU GENERAL PUBLIC LICENSE')
  })

  it('stand beside the licence that package.json names', () => {
    expect(JSON.parse(read('package.json')).license).toBe('Apache-2.0')
    expect(read('LICENSE')).toContain('Apache License')
  })
})
