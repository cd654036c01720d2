import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { licenseText } from './license-text.ts'
import { noticesText } from './notices-text.ts'
import { shippedPackages } from './shipped-packages.ts'

/** `npm run notices`: writes THIRD-PARTY-NOTICES.md from the lock file and the installed packages. */
const root = join(import.meta.dirname, '..', '..')
const packages = shippedPackages(readFileSync(join(root, 'package-lock.json'), 'utf8'))
writeFileSync(
  join(root, 'THIRD-PARTY-NOTICES.md'),
  noticesText(packages, (folder) => licenseText(join(root, folder))),
)
console.log(`${packages.length} packages are in THIRD-PARTY-NOTICES.md.`)
