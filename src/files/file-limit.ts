/** The most bytes of a file that are read into memory, and what to do about a file that has more. */
export interface FileLimit {
  readonly bytes: number
  readonly next: string
}

/** 200 megapixels, the most that are decoded, of three bytes. */
export const photographLimit: FileLimit = { bytes: 640e6, next: 'save it as PNG or JPEG' }

/** What Node reads of one file at most; four times the weights of the largest network. */
export const modelLimit: FileLimit = { bytes: 2 ** 31 - 1, next: 'save its weights in single or half precision' }

/** 88,702 rows of EyePACS are 1.2 MB. */
export const labelLimit: FileLimit = { bytes: 64 * 2 ** 20, next: 'leave out what is no label, or split it' }

/** The longest recipe that ships has 2 kB. */
export const recipeLimit: FileLimit = { bytes: 2 ** 20, next: 'name the JSON file of one recipe' }

/** Sixteen epochs of EyePACS have a third of it; parsed JSON takes several times its bytes. */
export const statisticsLimit: FileLimit = { bytes: 256e6, next: 'give fewer rows or epochs at a time' }

/** `3.2 GB`, `67 MB`, `12 kB`. */
function sizeInWords(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`
  return bytes >= 1e6 ? `${Math.round(bytes / 1e6)} MB` : `${Math.ceil(bytes / 1e3)} kB`
}

/** What a file of so many bytes has, where that is too much to be read. `bytes`: undefined where it goes on beyond the limit, who knows how far. */
export function tooLarge(bytes: number | undefined, { bytes: most, next }: FileLimit): string {
  const has = bytes === undefined ? 'more' : sizeInWords(bytes)
  return `has ${has}, and up to ${sizeInWords(most)} are read; ${next}`
}
