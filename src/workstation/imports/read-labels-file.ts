import { resolve } from 'node:path'
import { labelLimit } from '#files/file-limit.ts'
import { readNamedFile } from '#files/named-file.ts'

/** The bytes of a label file, or `AppError('labels_unreadable')`. */
export async function readLabelsFile(path: string): Promise<Uint8Array> {
  return await readNamedFile(resolve(path), {
    ...{ limit: labelLimit, code: 'labels_unreadable', called: `The label file ${path}` },
  })
}
