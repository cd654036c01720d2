import type { FileHandle } from 'node:fs/promises'
import { modelLimit, tooLarge } from '#files/file-limit.ts'
import { unreadableFile } from '#files/named-file.ts'
import { openRegular, readAll } from '#files/regular-file.ts'
import { AppError } from '#shared/errors.ts'
import { modelFormat } from '../file-format.ts'
import type { TensorMap } from '../tensor.ts'
import { decodeTensors, headerEnd, prefixBytes, readHeader } from './safetensors.ts'

/** The tensors of a safetensors file, and its notes. Its header is checked before the rest is read.
 *  Throws `AppError('not_found' | 'usage' | 'model_unreadable')`. */
export async function readTensors(file: string): Promise<{ tensors: TensorMap; notes: ReadonlyMap<string, string> }> {
  await modelFormat(file)
  const { handle, size } = await openRegular(file).catch((cause: unknown) => {
    throw unreadableFile('not_found', `The file ${file}`, cause)
  })
  try {
    if (size > modelLimit.bytes) throw new AppError('model_unreadable', `${file} ${tooLarge(size, modelLimit)}.`)
    const end = headerEnd(await firstBytes(handle, prefixBytes), size)
    readHeader(await firstBytes(handle, end), size)
    return decodeTensors(await readAll(handle, size, modelLimit))
  } finally {
    await handle.close()
  }
}

async function firstBytes(handle: FileHandle, count: number): Promise<Uint8Array> {
  const { buffer, bytesRead } = await handle.read(new Uint8Array(count), 0, count, 0)
  return buffer.subarray(0, bytesRead)
}
