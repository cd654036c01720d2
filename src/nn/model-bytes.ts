import { modelLimit } from '#files/file-limit.ts'
import { readNamedFile } from '#files/named-file.ts'

/** The bytes of a model's file. Throws `AppError('not_found')`. */
export async function modelBytes(file: string): Promise<Uint8Array> {
  return await readNamedFile(file, { limit: modelLimit, code: 'not_found', called: `The file ${file}` })
}
