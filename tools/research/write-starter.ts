import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256Of } from '#store/blobs.ts'
import { type StarterCard, starterFiles } from '#workstation/models/starter-file.ts'

/** Writes a starter's two files, as `readStarter` finds them. */
export async function writeStarter(
  folder: string,
  bytes: Uint8Array,
  card: Omit<StarterCard, 'sha256'>,
): Promise<StarterCard> {
  await mkdir(folder, { recursive: true })
  const { name, ...rest } = card
  const whole = { name, sha256: sha256Of(bytes), ...rest }
  await writeFile(join(folder, starterFiles.model), bytes)
  await writeFile(join(folder, starterFiles.card), `${JSON.stringify(whole, null, 2)}\n`)
  return whole
}
