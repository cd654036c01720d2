import { openProject } from '#store/open.ts'
import { decide, opening } from './made-project.ts'

/** Child process of the durability test: grades one photograph after another, and tells of each once it is acknowledged. */
const [folder = ''] = process.argv.slice(2)
const store = openProject(folder, opening)
const images = store.images.all().map(({ image }) => image)

function gradeNext(place: number): void {
  const image = images[place % images.length]
  if (image === undefined) return
  const at = new Date(Date.UTC(2024, 0, 1) + place).toISOString()
  const reading = store.transaction(() => {
    const made = store.readings.append(decide(image, 2), at)
    store.events.append({ at, who: 'Ana', what: 'review.grade', details: { image } })
    return made
  })
  process.send?.(reading.id, () => gradeNext(place + 1))
}
gradeNext(0)
