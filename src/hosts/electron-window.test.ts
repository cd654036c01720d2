import { describe, expect, it } from 'vitest'
import { runElectron } from './electron-window.ts'

const clock =
  (...instants: number[]) =>
  () =>
    instants.shift() ?? 0
const program = (source: string) => ['-e', source]

describe("Electron's window", () => {
  it('ends with the code that Electron ended with', async () => {
    expect(await runElectron(process.execPath, program(''))).toEqual({ kind: 'closed', code: 0 })
    const late = await runElectron(process.execPath, program('process.exit(3)'), clock(0, 60_000))
    expect(late).toEqual({ kind: 'closed', code: 3 })
  })

  it('has never opened where Electron ends at once with an error', async () => {
    const end = await runElectron(process.execPath, program('process.exit(3)'))
    expect(end).toEqual({ kind: 'failed', reason: 'it ended at once (code 3)' })
  })

  it('says so where the binary cannot be run', async () => {
    expect(await runElectron('/nowhere/electron', [])).toMatchObject({ kind: 'failed' })
  })

  it('does not start Electron as a Node', async () => {
    process.env.ELECTRON_RUN_AS_NODE = '1'
    try {
      const source = 'process.exit(process.env.ELECTRON_RUN_AS_NODE === undefined ? 0 : 9)'
      expect(await runElectron(process.execPath, program(source))).toEqual({ kind: 'closed', code: 0 })
    } finally {
      delete process.env.ELECTRON_RUN_AS_NODE
    }
  })
})
