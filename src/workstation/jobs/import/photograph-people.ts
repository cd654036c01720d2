import type { LabelFileRow } from '#interchange/label-file.ts'
import type { LabelMatch } from '#interchange/match.ts'
import { type Person, personOf } from '#interchange/people.ts'
import type { SourceId } from '#shared/ids.ts'
import type { ProjectStore } from '#store/project-store.ts'

/** Whose each photograph is: as its row has it, and else, labelled or not, as its name has it. */
export function peopleOf(paths: readonly string[], match: LabelMatch<LabelFileRow>): Map<string, Person> {
  const people = new Map(paths.map((path) => [path, personOf(path)]))
  for (const { row, path } of match.matched) {
    const byName = people.get(path)
    people.set(path, { patient: row.patient ?? byName?.patient ?? null, eye: row.eye ?? byName?.eye ?? null })
  }
  return people
}

/** Tells photographs that came before, perhaps without a label file, whose they are. What a label file said of one stays. */
export function nameKnown(store: ProjectStore, source: SourceId, people: ReadonlyMap<string, Person>): void {
  store.transaction(() => {
    for (const { image, relativePath, patient, eye } of store.images.peopleOf(source)) {
      const byName = personOf(relativePath)
      const told = people.get(relativePath)
      if (!told) continue
      const known = {
        patient: patient === null || patient === byName.patient ? (told.patient ?? patient) : patient,
        eye: eye === null || eye === byName.eye ? (told.eye ?? eye) : eye,
      }
      if (known.patient !== patient || known.eye !== eye) store.images.setPerson(image, known)
    }
  })
}
