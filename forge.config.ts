import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { FuseV1Options, FuseVersion } from '@electron/fuses'
import { MakerDeb } from '@electron-forge/maker-deb'
import { MakerDMG } from '@electron-forge/maker-dmg'
import { FusesPlugin } from '@electron-forge/plugin-fuses'
import type { ForgeArch, ForgeConfig, ForgePlatform } from '@electron-forge/shared-types'
import type { PackagerOptions } from 'electron-builder'
import { electronPackageFolder, findElectron } from './src/hosts/electron-binary.ts'
import { nativePackages } from './vite.electron.config.ts'

const root = import.meta.dirname
const downloadLimitMs = 600_000

/** A folder with Electron's published archives, for machines that cannot download one. */
const zipFolder = process.env.ELECTRON_ZIP_DIR

/** An installer that electron-builder makes of what Forge has packaged. Forge's own list knows no such kind, so this answers what it asks
 *  of a maker. (docs/decisions/0025) */
function builtBy(name: string, platform: ForgePlatform, targets: (arch: ForgeArch) => PackagerOptions) {
  const maker = {
    __isElectronForgeMaker: true,
    name,
    platforms: [platform],
    /** It takes a second to load: only when installers are made. */
    load: async () => await import('electron-builder'),
    isSupportedOnCurrentPlatform: () => true,
    ensureExternalBinariesExist: () => undefined,
    prepareConfig: () => undefined,
    clone: () => maker,
    make: async ({ dir, targetArch }: MakeOptions): Promise<string[]> =>
      await (await maker.load()).buildForge({ dir }, targets(targetArch)),
  }
  return maker
}

interface MakeOptions {
  /** The packaged application. */
  readonly dir: string
  readonly targetArch: ForgeArch
}

/** Folders of the named packages and of all that they depend on, from the project's root, as npm has laid them out. */
export function packageFolders(names: readonly string[], from = root, found = new Set<string>()): Set<string> {
  for (const name of names) {
    const folder = installedFolder(name, from)
    // A package for another system is optional and not here.
    if (folder === undefined) continue
    const path = relative(root, folder).replaceAll('\\', '/')
    if (found.has(path)) continue
    found.add(path)
    const manifest: { dependencies?: object; optionalDependencies?: object } = JSON.parse(
      readFileSync(join(folder, 'package.json'), 'utf8'),
    )
    const needed = Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies })
    packageFolders(needed, folder, found)
  }
  return found
}

function installedFolder(name: string, from: string): string | undefined {
  const folder = join(from, 'node_modules', name)
  if (existsSync(join(folder, 'package.json'))) return folder
  return from === root ? undefined : installedFolder(name, dirname(from))
}

/** Everything that is packaged, from the project's root. The window's libraries are in its bundle. */
const packaged = [
  'package.json',
  'dist/electron',
  'dist/renderer',
  'migrations',
  'resources',
  ...packageFolders(nativePackages),
]

/** What a reader of the licences finds as files of their own, beside the archive. */
const licences = ['LICENSE', 'THIRD-PARTY-NOTICES.md', 'licenses'].map((name) => join(root, name))

/** Whether a path of the project, `/` first, stays out of the package. */
export function isLeftOut(path: string): boolean {
  const wanted = path.slice(1)
  return !packaged.some(
    (kept) => `${wanted}/`.startsWith(`${kept}/`) || `${kept}/`.startsWith(`${wanted}/`) || wanted === '',
  )
}

/** Removes what native packages carry for other systems, and sources that are only for compiling them. */
function removeOtherSystems(buildPath: string, platform: ForgePlatform, arch: ForgeArch): void {
  const modules = join(buildPath, 'node_modules')
  const remove = (...path: string[]) => rmSync(join(modules, ...path), { recursive: true, force: true })
  const runtimes = join('onnxruntime-node', 'bin', 'napi-v6')
  for (const one of ['darwin', 'linux', 'win32']) {
    for (const other of ['arm64', 'x64']) if (one !== platform || other !== arch) remove(runtimes, one, other)
  }
  for (const file of readdirSync(join(modules, 'better-sqlite3', 'prebuilds'))) {
    if (!file.startsWith(`${platform}-${arch}`) && !file.startsWith(`${platform}musl-${arch}`))
      remove('better-sqlite3', 'prebuilds', file)
  }
  remove('better-sqlite3', 'deps')
  remove('better-sqlite3', 'src')
  if (!existsSync(join(modules, '@img', `sharp-${platform}-${arch}`))) {
    throw new Error(`The image decoder for ${platform}-${arch} is not installed: package on that system instead.`)
  }
}

/** Says in a sentence that there is no Electron to package, before Forge says it in a stack. */
async function requireElectron(platform: ForgePlatform, arch: ForgeArch): Promise<void> {
  if (platform !== process.platform || arch !== process.arch) return
  const options = { packageFolder: electronPackageFolder(), environment: process.env, limitMs: downloadLimitMs }
  const electron = await findElectron(options)
  if (electron.kind === 'missing') {
    throw new Error(`Regrade cannot be packaged without Electron, which cannot be used here: ${electron.reason}.`)
  }
}

export default {
  packagerConfig: {
    name: 'Regrade',
    executableName: 'regrade',
    appCategoryType: 'public.app-category.medical',
    // Shared libraries are opened by the system, which knows no archives.
    asar: { unpack: '**/*.{node,dll,dylib,so,so.*}' },
    prune: false,
    ignore: isLeftOut,
    extraResource: licences,
    ...(zipFolder ? { electronZipDir: zipFolder } : {}),
  },
  // The native packages run on any Node-API as they are.
  rebuildConfig: { onlyModules: [] },
  hooks: {
    prePackage: async (_, platform, arch) => {
      if (!zipFolder) await requireElectron(platform, arch)
    },
    packageAfterCopy: async (_, buildPath, _version, platform, arch) => removeOtherSystems(buildPath, platform, arch),
  },
  plugins: [
    new FusesPlugin({
      version: FuseVersion.V1,
      strictlyRequireAllFuses: true,
      [FuseV1Options.RunAsNode]: false,
      [FuseV1Options.EnableCookieEncryption]: true,
      [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
      [FuseV1Options.EnableNodeCliInspectArguments]: false,
      [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
      [FuseV1Options.OnlyLoadAppFromAsar]: true,
      [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
      [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
      [FuseV1Options.WasmTrapHandlers]: true,
    }),
  ],
  makers: [
    builtBy('appimage', 'linux', (arch) => ({ linux: [`appimage:${arch}`] })),
    builtBy('nsis', 'win32', (arch) => ({ win: [`nsis:${arch}`] })),
    new MakerDeb({ options: { name: 'regrade', bin: 'regrade', categories: ['Science'], section: 'science' } }),
    new MakerDMG({ name: 'Regrade' }),
  ],
} satisfies ForgeConfig
