import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Terminal } from '../../src/hosts/cli/terminal.ts'

/** A folder of its own for a benchmark, gone afterwards. The terminal it hands on keeps settings there too, so that trial
 *  projects do not appear among this person's own, and gives those projects no model. */
export async function withWorkplace<T>(
  terminal: Terminal,
  work: (folder: string, terminal: Terminal) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'regrade-bench-'))
  const settings = join(folder, 'settings')
  const environment = {
    ...terminal.environment,
    HOME: settings,
    XDG_CONFIG_HOME: settings,
    APPDATA: settings,
    REGRADE_STARTER: 'none',
  }
  try {
    return await work(folder, { ...terminal, environment })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
