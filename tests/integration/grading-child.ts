import { unpackQueue } from '#shared/queue.ts'
import { forkedComputeHost } from '#workstation/compute/forked-host.ts'
import { openWorkstation } from '#workstation/workstation.ts'

/** A workstation process that grades one photograph after another, over and over, telling its parent each decision that was
 *  acknowledged, until it is killed. Arguments: project folder, settings folder. */
const [folder = '', settingsFolder = ''] = process.argv.slice(2)
process.on('disconnect', () => process.exit())
const workstation = await openWorkstation({
  host: 'browser',
  compute: forkedComputeHost(),
  settingsFolder,
  version: 'test',
})
await workstation.client.projects.open({ folder })
const { images } = unpackQueue(await workstation.client.review.queue({ order: 'name', grader: 'Reader' }))

for (let place = 0; images.length > 0; place++) {
  const decision = ([0, 1, 2, 3, 4] as const)[place % 5] ?? 0
  const image = images[place % images.length]
  if (image === undefined) break
  const { reading } = await workstation.client.review.grade({ image, grader: 'Reader', decision })
  process.send?.({ image, decision, reading: reading.id })
}
