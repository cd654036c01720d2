import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

/** SwiftShader, which imitates a graphics card on the processor, comes with Debian's Chromium. */
const folder = '/usr/lib/chromium'
const description = `${folder}/vk_swiftshader_icd.json`

it.skipIf(!existsSync(description))(
  'trains through WebGPU as on the processor, with no node falling back (needs the SwiftShader of /usr/lib/chromium)',
  { timeout: 120_000 },
  async () => {
    const child = fork(fileURLToPath(new URL('./webgpu-child.ts', import.meta.url)), {
      env: { ...process.env, VK_ICD_FILENAMES: description, LD_LIBRARY_PATH: folder, XDG_RUNTIME_DIR: tmpdir() },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    let complaints = ''
    child.stderr?.on('data', (text) => {
      complaints += text
    })
    child.send('start')
    const [answers] = (await Promise.race([once(child, 'message'), once(child, 'exit')])) as [
      Record<string, [number[], number[]]>,
    ]
    expect(answers, complaints).toBeTypeOf('object')
    for (const name of ['small', 'pooled']) {
      const [expected = [], actual = []] = answers[name] ?? []
      expect(actual).toHaveLength(3)
      for (const [step, loss] of expected.entries())
        expect(Math.abs((actual[step] as number) - loss), `${name}, step ${step}`).toBeLessThan(1e-4 * loss)
    }
  },
)
