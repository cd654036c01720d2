import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fuseWire, standInArchive } from './stand-in-archive.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const target = `${process.platform}-${process.arch}`
const folder = mkdtempSync(join(tmpdir(), 'regrade-package-'))
const version = JSON.parse(readFileSync(join(root, 'node_modules/electron/package.json'), 'utf8')).version

const licences = ['LICENSE', 'THIRD-PARTY-NOTICES.md', 'licenses']

/** A copy of the project with a window and a shell of one line each: what is packaged is tested, not what it does. */
beforeAll(() => {
  const parts = [
    'src',
    'electron',
    'migrations',
    'resources',
    'package.json',
    ...licences,
    'forge.config.ts',
    'vite.electron.config.ts',
    'tsconfig.base.json',
  ]
  for (const part of parts) cpSync(join(root, part), join(folder, part), { recursive: true })
  for (const [file, text] of [
    ['dist/electron/main.js', 'export {}'],
    ['dist/renderer/index.html', '-'],
  ] as const) {
    mkdirSync(join(folder, file, '..'), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  mkdirSync(join(folder, 'zips'))
  writeFileSync(join(folder, 'zips', `electron-v${version}-${target}.zip`), standInArchive(version))
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

function packageWith(environment: Record<string, string>) {
  const cli = join(root, 'node_modules/@electron-forge/cli/dist/electron-forge.js')
  const env = { ...process.env, ELECTRON_SKIP_BINARY_DOWNLOAD: '1', ...environment }
  return spawnSync(process.execPath, [cli, 'package'], { cwd: folder, env, encoding: 'utf8', timeout: 120_000 })
}

function filesUnder(path: string): string[] {
  return readdirSync(path, { recursive: true, encoding: 'utf8' }).map((file) => file.replaceAll('\\', '/'))
}

// The stand-in archive is laid out as Electron's for Linux is.
describe.skipIf(process.platform !== 'linux')('npm run package', () => {
  it('says in a sentence that there is no Electron to package', () => {
    const { status, stdout, stderr } = packageWith({ ELECTRON_OVERRIDE_DIST_PATH: join(folder, 'nowhere') })
    expect(status).not.toBe(0)
    expect(`${stdout}${stderr}`).toMatch(
      /Regrade cannot be packaged without Electron, which cannot be used here: [^.]+\./,
    )
  })

  it('packages the build and its native packages for this system, with the fuses set', () => {
    const { status, stdout, stderr } = packageWith({ ELECTRON_ZIP_DIR: join(folder, 'zips') })
    expect({ status, stdout, stderr }).toMatchObject({ status: 0 })
    const application = join(folder, 'out', `Regrade-${target}`)
    // RunAsNode, cookies, NODE_OPTIONS, --inspect, asar integrity, asar only, V8 snapshot, file://, WebAssembly traps.
    expect(fuseWire(readFileSync(join(application, 'regrade')))).toBe('010011001')

    const archive = readFileSync(join(application, 'resources', 'app.asar')).toString('latin1')
    for (const packed of ['main.js', 'index.html', '0001_']) expect(archive.slice(0, 500_000)).toContain(packed)
    expect(archive.slice(0, 500_000)).not.toContain('forge.config.ts')

    expect(readdirSync(join(application, 'resources'))).toEqual(expect.arrayContaining(licences))

    const unpacked = filesUnder(join(application, 'resources', 'app.asar.unpacked'))
    for (const library of [
      /sharp-linux.*\.node$/,
      /libvips.*\.so/,
      /onnxruntime_binding\.node$/,
      /libonnxruntime\.so/,
    ]) {
      expect(unpacked.some((file) => library.test(file))).toBe(true)
    }
    expect(unpacked).toContain(`node_modules/better-sqlite3/prebuilds/${target}.node`)
    expect(unpacked.filter((file) => /win32|darwin|\.dll$|\.dylib$/.test(file))).toEqual([])
  })
})
