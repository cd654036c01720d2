import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { applicationFolder } from '#hosts/application.ts'

/** Where the real photographs (IDRiD) lie: `REGRADE_IDRID`, else beside the checkout. Tests and benchmarks find them here alone. */
export const idridFolder = resolve(
  process.env.REGRADE_IDRID ?? join(applicationFolder, '..', 'shared', 'data', 'idrid'),
)

export const haveIdrid = existsSync(join(idridFolder, 'images'))

/** The sentence of whatever is left out without them. `what`: such as "The job on real photographs is skipped". */
export function withoutIdrid(what: string): string {
  return `${what}: there are no photographs in ${idridFolder}. REGRADE_IDRID names another folder.`
}
