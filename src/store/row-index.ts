import type { ImageId } from '#shared/ids.ts'

/** Place of each photograph in a list that is oldest first, by its id; -1 where it has none. Ids are row numbers without large
 *  gaps, so an array serves where a map would be slow. */
export function rowsOf(images: readonly ImageId[]): Int32Array {
  const rows = new Int32Array((images.at(-1) ?? 0) + 1).fill(-1)
  images.forEach((image, row) => {
    rows[image] = row
  })
  return rows
}
