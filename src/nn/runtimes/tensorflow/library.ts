import { createRequire } from 'node:module'
import { asAppError } from '#shared/errors.ts'
import type { TensorFlow } from './kernels/kernel.ts'

/** TensorFlow.js, with whatever computes behind it. */
export interface Library {
  readonly tf: TensorFlow
  /** For people. */
  readonly device: string
  /** Why a quicker one was not taken. */
  readonly notes: readonly string[]
}

/** Packages with TensorFlow's native library, the quickest first. They are not among the dependencies: they download it
 *  when they are installed. */
const nativePackages = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'] as const

/** Gives a package's exports; throws as `require` does. */
export type LoadPackage = (name: string) => unknown

const requirePackage: LoadPackage = createRequire(import.meta.url)

/** The native library where a package with it is installed and loads, else the portable kernels. */
export async function openLibrary(load: LoadPackage = requirePackage): Promise<Library> {
  const notes: string[] = []
  restoreUtil()
  for (const name of nativePackages) {
    try {
      const tf = load(name) as TensorFlow & { ready(): Promise<void> }
      await tf.ready()
      const { isUsingGpuDevice } = tf.backend() as { isUsingGpuDevice?: boolean }
      if (name.endsWith('-gpu') && isUsingGpuDevice === false) {
        notes.push(`${name} found no graphics card that it can use, and computes on the processor.`)
      }
      return { tf, device: `TensorFlow.js ${name.replace('@tensorflow/tfjs-', '')}`, notes }
    } catch (error) {
      notes.push(reasonOf(name, error))
    }
  }
  return { ...(await openPortable()), notes }
}

/** `tfjs-node` calls one function that Node 23 removed. */
function restoreUtil(): void {
  const util: { isNullOrUndefined?: (value: unknown) => boolean } = createRequire(import.meta.url)('node:util')
  util.isNullOrUndefined ??= (value) => value === null || value === undefined
}

function reasonOf(name: string, error: unknown): string {
  const missing = error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND'
  const sentence = asAppError(error).message.split('\n')[0] ?? ''
  return missing && sentence.includes(name)
    ? `${name} is not installed.`
    : `${name} is installed but cannot be loaded: ${sentence}`
}

async function openPortable(): Promise<Omit<Library, 'notes'>> {
  const tf = await import('@tensorflow/tfjs-core')
  await import('@tensorflow/tfjs-backend-cpu')
  // It would tell people to install the native package, in the middle of a command's output.
  tf.enableProdMode()
  await tf.setBackend('cpu')
  return { tf, device: 'TensorFlow.js portable kernels, plain JavaScript' }
}
