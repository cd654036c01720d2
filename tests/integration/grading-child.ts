import { unpackQueue } from '#shared/queue.ts'
import { forkedComputeHost } from '#workstation/compute/forked-host.ts'
import { openWorkstation } from '#workstation/workstation.ts'

/** A workstation process that grades one photograph after another, telling its parent each decision that was
 *  acknowledged, until it is killed. Arguments: project folder, settings folder. */
const [folder = '', settingsFolder = ''] = process.argv.slice(2)
const workstation = await openWorkstation({
  host: 'browser',
  compute: forkedComputeHost(),
  settingsFolder,
  version: 'test',
})
await workstation.client.projects.open({ folder })
const { images } = unpackQueue(await workstation.client.review.queue({ order: 'name', grader: 'Reader' }))

for (const [index, image] of images.entries()) {
  const decision = ([0, 1, 2, 3, 4] as const)[index % 5] ?? 0
  const { reading } = await workstation.client.review.grade({ image, grader: 'Reader', decision })
  process.send?.({ image, decision, reading: reading.id })
}
