import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createBuilder } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Shell, startShell } from './shell.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
// Beside dist/electron: the bundle looks for migrations two folders up, and for native packages above itself.
const outDir = join(root, 'dist', `electron-${process.pid}`)
let shell: Shell | undefined

beforeAll(async () => {
  const environment = { build: { outDir } }
  const builder = await createBuilder({
    root,
    configFile: join(root, 'vite.electron.config.ts'),
    logLevel: 'error',
    environments: { shell: environment, preload: environment },
  })
  await builder.buildApp()
})

afterAll(() => {
  shell?.close()
  rmSync(outDir, { recursive: true, force: true })
})

const built = (file: string) => readFileSync(join(outDir, file), 'utf8')

/** What a built file imports, by its import statements and calls. */
function importsOf(file: string): string[] {
  const statements = built(file).matchAll(
    /^(?:import|export)\b[^"'\n]*["']([^"'\n]+)["'];?$|\bimport\(["']([^"'\n]+)["']\)/gm,
  )
  return [...statements].map(([, name, called]) => name ?? called ?? '')
}

/** Packages that the built files leave to be found outside. */
function packages(): string[] {
  const files = readdirSync(outDir).filter((file) => file.endsWith('.js'))
  return [...new Set(files.flatMap(importsOf))].filter((name) => !name.startsWith('.') && !isBuiltin(name))
}

describe('the built shell', () => {
  it('is flat, and holds each process and each worker', () => {
    const workers = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('-worker.ts'))
      .map((file) => file.replace(/^.*[\\/]/, '').replace(/\.ts$/, '.js'))
    expect(workers).toContain('inspect-worker.js')
    const files = ['main.js', 'preload.cjs', 'workstation-entry.js', 'compute-entry.js', ...workers]
    expect(files.filter((file) => !existsSync(join(outDir, file)))).toEqual([])
  })

  it('has a preload script that a sandboxed page can load', () => {
    const preload = built('preload.cjs')
    expect([...preload.matchAll(/require\(["']([^"']+)["']\)/g)].map(([, name]) => name)).toEqual(['electron'])
    expect(preload).not.toMatch(/^import /m)
  })

  it('leaves out of the bundle only what has binaries of its own', () => {
    const outside = [
      'better-sqlite3',
      'electron',
      'onnxruntime-node',
      'sharp',
      '@tensorflow/tfjs-node-gpu',
      '@tensorflow/tfjs-node',
    ]
    expect(packages().filter((name) => !outside.includes(name))).toEqual([])
    expect(packages()).toEqual(expect.arrayContaining(['better-sqlite3', 'onnxruntime-node', 'sharp', 'electron']))
  })

  it('keeps pixels, models and SQL out of the main process', () => {
    const reached = (file: string, found = new Set<string>()): Set<string> => {
      for (const name of importsOf(file)) {
        if (found.has(name)) continue
        found.add(name)
        if (name.startsWith('./')) reached(name.slice(2), found)
      }
      return found
    }
    for (const native of ['better-sqlite3', 'onnxruntime-node', 'sharp']) {
      expect([...reached('main.js')]).not.toContain(native)
    }
    expect([...reached('workstation-entry.js')]).toContain('better-sqlite3')
    expect([...reached('compute-entry.js')]).not.toContain('better-sqlite3')
  })

  it('runs: its workstation makes a project, its compute process answers', async () => {
    shell = await startShell(outDir, 'js', { settingsFolder: join(outDir, 'settings'), project: null })
    const { client } = shell.page()
    await client.projects.create({ folder: join(outDir, 'built.regrade'), name: 'Built' })
    expect(await client.projects.current()).toMatchObject({ name: 'Built' })
    expect((await client.system.runtimes()).length).toBeGreaterThan(0)
  })
})
