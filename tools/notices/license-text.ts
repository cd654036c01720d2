import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The licence that an installed package brings, with its copyright line; undefined where it brings none. */
export function licenseText(folder: string): string | undefined {
  const names = readdirSync(folder).filter((name) => /^(licen[cs]e|copying)([.-]|$)/i.test(name))
  const texts = names.sort().map((name) => readFileSync(join(folder, name), 'utf8'))
  return texts.length === 0 ? undefined : texts.join('\n\n')
}
