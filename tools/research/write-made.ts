import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { encodeJpeg } from '#imaging/encode.ts'
import type { DatasetItem } from '#imaging/made/dataset.ts'
import { makePhotograph } from '#imaging/made/photograph.ts'

/** Writes made photographs into a folder, and the labels of those that get one beside it, in EyePACS's layout. */
export async function writeMade(
  { images, labels }: { readonly images: string; readonly labels: string },
  items: readonly DatasetItem[],
  labelOf: (item: DatasetItem, index: number) => number | null,
): Promise<void> {
  await mkdir(images, { recursive: true })
  for (const item of items) {
    await writeFile(join(images, `${item.name}.jpeg`), await encodeJpeg(makePhotograph(item.photograph)))
  }
  const rows = items.flatMap((item, index) => {
    const label = labelOf(item, index)
    return label === null ? [] : [`${item.name},${label}\n`]
  })
  await writeFile(labels, `image,level\n${rows.join('')}`)
}
