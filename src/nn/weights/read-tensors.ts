import { type FileHandle, open } from 'node:fs/promises'
import { AppError } from '#shared/errors.ts'
import { modelFormat } from '../file-format.ts'
import type { TensorMap } from '../tensor.ts'
import { decodeTensors, headerEnd, prefixBytes, readHeader } from './safetensors.ts'

/** What Node reads of one file at most, bytes; four times the weights of the largest network. */
const mostBytes = 2 ** 31 - 1

/** The tensors of a safetensors file, and its notes. Its header is checked before the rest is read.
 *  Throws `AppError('not_found' | 'usage' | 'model_unreadable')`. */
export async function readTensors(file: string): Promise<{ tensors: TensorMap; notes: ReadonlyMap<string, string> }> {
  await modelFormat(file)
  const handle = await open(file).catch((cause: unknown) => {
    throw new AppError('not_found', `The file ${file} cannot be read.`, { cause })
  })
  try {
    const stats = await handle.stat()
    if (stats.isDirectory()) throw new AppError('usage', `${file} is a folder; a .safetensors file is read.`)
    if (stats.size > mostBytes) {
      const gigabytes = (stats.size / 1e9).toFixed(1)
      throw new AppError('model_unreadable', `${file} has ${gigabytes} GB; weights of up to 2.1 GB can be read.`)
    }
    const end = headerEnd(await firstBytes(handle, prefixBytes), stats.size)
    readHeader(await firstBytes(handle, end), stats.size)
    return decodeTensors(await handle.readFile())
  } finally {
    await handle.close()
  }
}

async function firstBytes(handle: FileHandle, count: number): Promise<Uint8Array> {
  const { buffer, bytesRead } = await handle.read(new Uint8Array(count), 0, count, 0)
  return buffer.subarray(0, bytesRead)
}
