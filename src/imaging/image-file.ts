import { basename } from 'node:path'
import { photographLimit } from '#files/file-limit.ts'
import { readRegular } from '#files/regular-file.ts'
import { whyUnreadable } from '#files/why-unreadable.ts'
import { AppError, asAppError } from '#shared/errors.ts'

/** A photograph to decode: the path of its file, or the file's bytes. */
export type ImageInput = string | Uint8Array

export const imageFormats = ['jpeg', 'png', 'tiff', 'webp'] as const
export type ImageFormat = (typeof imageFormats)[number]

/** File name extensions (lower case, with the dot) of the formats that are decoded. */
export const imageExtensions = ['.jpg', '.jpeg', '.png', '.tif', '.tiff', '.webp'] as const

/** How a sentence names the photograph: its file name, or "the photograph" where only bytes are at hand. */
export function imageName(input: ImageInput): string {
  return typeof input === 'string' ? `"${basename(input)}"` : 'the photograph'
}

/** The bytes of a photograph's file. Throws `AppError('image_unreadable')` where it is missing, empty, too large or no file. */
export async function readImageFile(input: ImageInput): Promise<Uint8Array> {
  const name = imageName(input)
  let bytes: Uint8Array
  try {
    bytes = typeof input === 'string' ? await readRegular(input, photographLimit) : input
  } catch (cause) {
    throw new AppError('image_unreadable', `Could not read ${name}: ${whyUnreadable(cause)}.`, { cause })
  }
  if (bytes.length === 0) throw new AppError('image_unreadable', `Could not decode ${name}: the file is empty.`)
  return bytes
}

/** Does one file's work. Whatever it throws that nobody foresaw becomes `AppError('image_unreadable')` with the file's name:
 *  one file of many is left out, and the rest goes on. */
export async function forFile<T>(input: ImageInput, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const failure = asAppError(error)
    if (failure.code !== 'internal') throw failure
    const sentence = `Could not read ${imageName(input)}: something unforeseen went wrong with this file. Save it anew, or leave it out.`
    throw new AppError('image_unreadable', sentence, { cause: error, details: { message: failure.message } })
  }
}

/** The format that the first bytes announce, or null for anything else: the name of a file proves nothing,
 *  and formats that can hold scripts or references (SVG, PDF) never reach a decoder. */
export function sniffFormat(bytes: Uint8Array): ImageFormat | null {
  const starts = (...signature: number[]) => signature.every((byte, index) => bytes[index] === byte)
  if (starts(0xff, 0xd8, 0xff)) return 'jpeg'
  if (starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'png'
  // Little and big endian, classic (42) and BigTIFF (43).
  if (starts(0x49, 0x49, 0x2a, 0x00) || starts(0x49, 0x49, 0x2b, 0x00)) return 'tiff'
  if (starts(0x4d, 0x4d, 0x00, 0x2a) || starts(0x4d, 0x4d, 0x00, 0x2b)) return 'tiff'
  const isRiff = starts(0x52, 0x49, 0x46, 0x46)
  if (isRiff && [0x57, 0x45, 0x42, 0x50].every((byte, index) => bytes[8 + index] === byte)) return 'webp'
  return null
}
