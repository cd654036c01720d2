import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { electronPackageFolder, findElectron } from './electron-binary.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'regrade-electron-'))
  writeFileSync(join(folder, 'package.json'), '{"type":"commonjs"}')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function installBinary() {
  mkdirSync(join(folder, 'dist'))
  writeFileSync(join(folder, 'dist', 'electron'), '')
  writeFileSync(join(folder, 'path.txt'), 'electron')
}

const find = (environment: Record<string, string> = {}, limitMs = 20_000) => {
  const onDownload = vi.fn()
  const found = findElectron({
    packageFolder: folder,
    environment: { PATH: process.env.PATH, ...environment },
    limitMs,
    onDownload,
  })
  return { found, onDownload }
}

describe("Electron's binary", () => {
  it('is taken where it is', async () => {
    installBinary()
    const { found, onDownload } = find()
    expect(await found).toEqual({ kind: 'found', path: join(folder, 'dist', 'electron') })
    expect(onDownload).not.toHaveBeenCalled()
  })

  it('is got by its own installer where it is not', async () => {
    writeFileSync(
      join(folder, 'install.js'),
      `const fs = require('fs'); fs.mkdirSync(__dirname + '/dist'); fs.writeFileSync(__dirname + '/dist/electron', '');
       fs.writeFileSync(__dirname + '/path.txt', 'electron')`,
    )
    const { found, onDownload } = find()
    expect(await found).toMatchObject({ kind: 'found' })
    expect(onDownload).toHaveBeenCalledOnce()
  })

  it('is missing where its download fails', async () => {
    writeFileSync(join(folder, 'install.js'), 'process.exit(1)')
    expect(await find().found).toEqual({
      kind: 'missing',
      reason: 'its binary is not here and could not be downloaded',
    })
  })

  it('is missing where its installer leaves nothing', async () => {
    writeFileSync(join(folder, 'install.js'), '')
    expect(await find().found).toEqual({ kind: 'missing', reason: 'its installer left no binary' })
  })

  it('is not waited for longer than the limit', async () => {
    writeFileSync(join(folder, 'install.js'), 'setTimeout(() => {}, 60_000)')
    expect(await find({}, 1000).found).toEqual({
      kind: 'missing',
      reason: 'its binary could not be got within 1 seconds',
    })
  })

  it('is not downloaded where that was ruled out', async () => {
    writeFileSync(join(folder, 'install.js'), 'process.exit(0)')
    const { found, onDownload } = find({ ELECTRON_SKIP_BINARY_DOWNLOAD: '1' })
    expect(await found).toMatchObject({
      kind: 'missing',
      reason: expect.stringContaining('ELECTRON_SKIP_BINARY_DOWNLOAD'),
    })
    expect(onDownload).not.toHaveBeenCalled()
  })

  it('is missing where the package is not installed', async () => {
    const found = await findElectron({ packageFolder: undefined, environment: {}, limitMs: 1 })
    expect(found).toEqual({ kind: 'missing', reason: 'its npm package is not installed' })
    expect(electronPackageFolder()).toMatch(/node_modules[\\/]electron$/)
  })
})
