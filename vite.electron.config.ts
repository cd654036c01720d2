import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { defineConfig, type EnvironmentOptions } from 'vite'

const root = import.meta.dirname

/** Packages that stay outside the bundle: they carry binaries of their own. forge.config.ts packages the same ones. */
export const nativePackages = ['better-sqlite3', 'onnxruntime-node', 'sharp'] as const

const external = ['electron', '@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node', ...nativePackages]

/** Each worker is a file of its own, which the code that starts it looks for as `./NAME-worker.js` beside the bundle. */
function workers(): [string, string][] {
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  return files
    .filter((file) => file.endsWith('-worker.ts'))
    .map((file) => [basename(file, '.ts'), join(root, 'src', file)])
}

const entries = Object.fromEntries([
  ...['main', 'workstation-entry', 'compute-entry'].map(
    (name) => [name, join(root, 'electron', `${name}.ts`)] as const,
  ),
  ...workers(),
])

/** Everything lies flat in dist/electron: the bundle finds workers beside itself, and `../../migrations` where the
 *  source finds it. */
function environment(
  input: Record<string, string>,
  format: 'es' | 'cjs',
  names: { entry: string; empty: boolean },
): EnvironmentOptions {
  return {
    consumer: 'server',
    resolve: { external, noExternal: true, conditions: ['node', 'import', 'module', 'default'] },
    build: {
      ssr: true,
      outDir: 'dist/electron',
      emptyOutDir: names.empty,
      target: 'node24',
      minify: false,
      copyPublicDir: false,
      rollupOptions: {
        input,
        external,
        output: { format, entryFileNames: names.entry, chunkFileNames: 'shared-[hash].js' },
      },
    },
  }
}

export default defineConfig({
  root,
  appType: 'custom',
  environments: {
    shell: environment(entries, 'es', { entry: '[name].js', empty: true }),
    // A sandboxed preload script cannot be an ES module.
    preload: environment({ preload: join(root, 'electron/preload.ts') }, 'cjs', { entry: '[name].cjs', empty: false }),
  },
  builder: {
    buildApp: async (builder) => {
      for (const name of ['shell', 'preload']) {
        const one = builder.environments[name]
        if (one) await builder.build(one)
      }
    },
  },
})
