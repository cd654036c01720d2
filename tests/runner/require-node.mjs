// Plain JavaScript, which every Node reads: one that is too old for the tests is too old for TypeScript, too.
import { readFileSync } from 'node:fs'

const wanted = readFileSync(new URL('../../.nvmrc', import.meta.url), 'utf8').trim()

if (Number.parseInt(process.versions.node, 10) < Number(wanted)) {
  console.error(
    `The tests run on Node ${wanted}, which npm brings, and this is Node ${process.versions.node}: start them with npm test, or npm exec -- vitest run FILE.`,
  )
  process.exit(1)
}
