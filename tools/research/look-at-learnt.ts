import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { applicationFolder } from '#hosts/application.ts'
import { inspectPhotograph } from '#imaging/inspect.ts'
import { lookToText } from '#imaging/look-text.ts'
import { readStarter, starterFiles } from '#workstation/models/starter-file.ts'
import { idridFolder } from '../real-photographs.ts'

/* Writes into the starter's card what the photographs that it learnt from look like, without training it again: they are the ones
   of the card's hashes, all of which have to be in the folder. The model's own file stays as it is.

     node tools/research/look-at-learnt.ts [--images FOLDER] [--output FOLDER] */

const { values: options } = parseArgs({
  options: {
    images: { type: 'string', default: join(idridFolder, 'images') },
    output: { type: 'string', default: join(applicationFolder, 'resources', 'models') },
  },
})

const { card } = await readStarter(options.output)
const learnt = new Set(card.learntFrom)
const looks = new Set<string>()
const found = new Set<string>()
for (const name of (await readdir(options.images)).sort()) {
  const { perceptualHash, look, quality } = await inspectPhotograph(join(options.images, name))
  if (!learnt.has(perceptualHash)) continue
  found.add(perceptualHash)
  looks.add(lookToText({ perceptualHash, look, histogram: quality.histogram }))
}
if (found.size !== learnt.size)
  throw new Error(`Of ${learnt.size} photographs ${learnt.size - found.size} are not in ${options.images}.`)
const file = join(options.output, starterFiles.card)
// As it was written, not as it is parsed: defaults of fields that came since are not the training's.
const written: object = JSON.parse(await readFile(file, 'utf8'))
await writeFile(file, `${JSON.stringify({ ...written, looks: [...looks].sort() }, null, 2)}\n`)
console.log(`${looks.size} photographs in ${file}.`)
