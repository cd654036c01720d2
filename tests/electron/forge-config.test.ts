import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { FuseV1Options, FuseVersion } from '@electron/fuses'
import { describe, expect, it } from 'vitest'
import config, { isLeftOut, packageFolders } from '../../forge.config.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Forge's own loader, which is not part of what its package exports. */
async function loadAsForge() {
  const loader = join(root, 'node_modules', '@electron-forge', 'core', 'dist', 'util', 'forge-config.js')
  const { default: load } = await import(pathToFileURL(loader).href)
  return await load(root)
}

describe('the Forge configuration', () => {
  it('is loaded by Forge itself, makers and plugins and all', async () => {
    const loaded = await loadAsForge()
    const makers = loaded.makers.map(({ name, platforms }: { name: string; platforms: string[] }) => [name, platforms])
    expect(makers).toEqual([
      ['appimage', ['linux']],
      ['nsis', ['win32']],
      ['deb', ['linux']],
      ['dmg', ['darwin', 'mas']],
    ])
    expect(loaded.pluginInterface.plugins.map(({ name }: { name: string }) => name)).toEqual(['fuses'])
  })

  it("finds electron-builder's makers where they are installed", async () => {
    const loaders = config.makers.flatMap((maker) => ('load' in maker ? [maker.load] : []))
    expect(loaders).toHaveLength(2)
    for (const load of loaders) expect((await load()).buildForge).toBeTypeOf('function')
  })

  it('asks electron-builder for the installers of the folder that Forge has packaged', async () => {
    const asked: unknown[][] = []
    const made = config.makers.flatMap((maker) => {
      if (!('load' in maker)) return []
      const buildForge = async (...options: unknown[]) => {
        asked.push(options)
        return [`/out/make/${maker.name}`]
      }
      const own = maker.load
      maker.load = async () => ({ ...(await own()), buildForge })
      return [
        maker
          .clone()
          .make({ dir: '/out/Regrade', targetArch: 'arm64' })
          .finally(() => {
            maker.load = own
          }),
      ]
    })
    expect(await Promise.all(made)).toEqual([['/out/make/appimage'], ['/out/make/nsis']])
    expect(asked).toEqual([
      [{ dir: '/out/Regrade' }, { linux: ['appimage:arm64'] }],
      [{ dir: '/out/Regrade' }, { win: ['nsis:arm64'] }],
    ])
  })

  it('turns off every way to run Electron as something else', () => {
    const [fuses] = config.plugins
    expect(fuses?.fusesConfig).toMatchObject({
      version: FuseVersion.V1,
      strictlyRequireAllFuses: true,
      [FuseV1Options.RunAsNode]: false,
      [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
      [FuseV1Options.EnableNodeCliInspectArguments]: false,
      [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
      [FuseV1Options.OnlyLoadAppFromAsar]: true,
      [FuseV1Options.EnableCookieEncryption]: true,
      [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
    })
  })

  it.each([
    '',
    '/package.json',
    '/dist',
    '/dist/electron/main.js',
    '/dist/renderer/index.html',
    '/migrations',
    '/node_modules',
    '/node_modules/better-sqlite3/lib/index.js',
    '/node_modules/@img',
    '/node_modules/sharp',
    '/node_modules/detect-libc/package.json',
  ])('packages %j', (path) => {
    expect(isLeftOut(path)).toBe(false)
  })

  it.each([
    '/src/hosts/serve.ts',
    '/tests',
    '/docs',
    '/.git',
    '/out',
    '/electron/main.ts',
    '/package-lock.json',
    '/dist/electron-1',
    '/node_modules/react',
    '/node_modules/electron',
    '/node_modules/vite',
    '/node_modules/.bin',
  ])('leaves out %j', (path) => {
    expect(isLeftOut(path)).toBe(true)
  })

  it('finds what the native packages need, for this system', () => {
    const folders = packageFolders(['sharp', 'better-sqlite3', 'onnxruntime-node'])
    const images = readdirSync(join(root, 'node_modules', '@img')).map((name) => `node_modules/@img/${name}`)
    for (const folder of [...images, 'node_modules/onnxruntime-common']) expect(folders).toContain(folder)
    expect(folders.size).toBeLessThan(60)
  })
})
