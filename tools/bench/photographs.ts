import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises'
import { extname, join, parse } from 'node:path'
import { encodeJpeg } from '#imaging/encode.ts'
import { makePhotograph } from '#imaging/made/photograph.ts'
import { haveIdrid, idridFolder } from '../real-photographs.ts'

/** The folder's photographs, copied under `copies` names each, and a label file that grades them all alike. */
export async function copyPhotographs(from: string, folder: string, copies: number) {
  const images = join(folder, 'photographs')
  await mkdir(images, { recursive: true })
  const files = (await readdir(from)).filter((name) => /\.(jpe?g|png)$/i.test(name)).sort()
  const names: string[] = []
  for (let copy = 0; copy < copies; copy++) {
    for (const file of files) {
      const name = `${parse(file).name}-${copy}`
      await copyFile(join(from, file), join(images, `${name}${extname(file)}`))
      names.push(name)
    }
  }
  const labels = join(folder, 'labels.csv')
  await writeFile(labels, `id_code,diagnosis\n${names.map((name) => `${name},1\n`).join('')}`)
  return { images, labels, count: names.length }
}

/** Sides of made photographs with as many pixels as the real ones of 1,024 x 680 and 4,288 x 2,848, and how many. */
const stand = { '1024': { side: 834, count: 60 }, '4288': { side: 3494, count: 6 } } as const

/** A folder of photographs of that width: the real ones where they are, else made ones of as many pixels. */
export async function photographsOfWidth(width: keyof typeof stand, folder: string) {
  if (haveIdrid) {
    return { kind: 'real', from: join(idridFolder, width === '1024' ? 'images' : 'full') }
  }
  const from = join(folder, 'made')
  await mkdir(from, { recursive: true })
  const { side, count } = stand[width]
  for (let seed = 0; seed < count; seed++) {
    await writeFile(join(from, `made-${seed}.jpg`), await encodeJpeg(makePhotograph({ seed, size: side, grade: 1 })))
  }
  return { kind: 'made', from }
}

/** Files of photographs in this folder, for rows to show: copies of the real ones where they are, else made ones. */
export async function someFiles(folder: string): Promise<string[]> {
  const { from } = await photographsOfWidth('1024', folder)
  const { images } = await copyPhotographs(from, folder, 1)
  return (await readdir(images)).sort().map((name) => join(images, name))
}
