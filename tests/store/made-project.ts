import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { GradeRequest } from '#shared/contract/review.ts'
import type { Decision, Eye, Grade, Phase } from '#shared/grades.ts'
import type { ImageId, LabelSetId, Sha256 } from '#shared/ids.ts'
import { createProject } from '#store/open.ts'
import type { ProjectStore } from '#store/project-store.ts'

export const now = '2024-05-01T08:00:00.000Z'
export const opening = { version: '0.1.0', now }

/** A folder that is gone after the test, and a project in it. */
export function temporaryFolder(): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'regrade-store-'))
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

export function makeProject(parent: string): ProjectStore {
  return createProject(join(parent, 'eyes.regrade'), { ...opening, name: 'Eyes', id: 'project-1' })
}

export function hashOf(text: string): Sha256 {
  return createHash('sha256').update(text).digest('hex') as Sha256
}

/** Photographs `eye_0`, `eye_1`, … without files behind them, in one transaction. */
export function addImages(store: ProjectStore, count: number): ImageId[] {
  return store.transaction(() => Array.from({ length: count }, (_, index) => addImage(store, `eye_${index}`)))
}

/** One photograph without a file behind it. */
export function addImage(
  store: ProjectStore,
  stem: string,
  patient: string | null = null,
  eye: Eye | null = null,
): ImageId {
  const sourceId = store.images.upsertSource('/photographs', now)
  const file = { sourceId, relativePath: `${stem}.jpg`, stem, content: contentOf(stem), eye, modifiedMs: 1 }
  return store.images.add({ ...file, patient }, now)
}

export function contentOf(text: string) {
  return {
    sha256: hashOf(text),
    bytes: 1000,
    format: 'jpeg',
    width: 640,
    height: 480,
    orientation: 1,
    perceptualHash: '0123456789abcdef',
  }
}

/** A label set with one accepted row for each photograph that has a grade. */
export function addLabels(store: ProjectStore, images: readonly ImageId[], grades: readonly Grade[]): LabelSetId {
  return store.transaction(() => {
    const sourceId = store.images.upsertSource('/photographs', now)
    const set = store.labels.addSet(
      {
        name: 'labels',
        layout: 'aptos',
        fileName: 'a.csv',
        sha256: hashOf('a.csv'),
        sourceId,
        shape: {},
        primary: true,
      },
      now,
    )
    store.labels.addRows(
      set,
      grades.map((grade, index) => ({
        line: index + 2,
        name: `eye_${index}`,
        image: images[index] ?? null,
        raw: [`eye_${index}`, String(grade)],
        grade,
        oedema: null,
        rejected: null,
      })),
    )
    return set
  })
}

export function decide(
  image: ImageId,
  decision: Decision,
  { grader = 'Ana', phase = 'revealed' }: { readonly grader?: string; readonly phase?: Phase } = {},
): GradeRequest & { readonly phase: Phase } {
  return {
    image,
    grader,
    decision,
    ungradableReason: null,
    phase,
    lesions: [],
    confidence: null,
    seconds: 3,
    shown: null,
  }
}
