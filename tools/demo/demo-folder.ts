import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { AppError, asAppError } from '#shared/errors.ts'
import { openProject } from '#store/open.ts'
import { realPlace, refuseProtected } from '#workstation/targets/where-to-write.ts'

/** Marks a folder as one that a demonstration made and may empty. */
const mark = 'made-by-regrade-demo.txt'

export interface DemoFolder {
  readonly photographs: string
  readonly labels: string
  readonly project: string
}

/** An empty folder to make a demonstration in. What an earlier one left is removed; anything else is not touched:
 *  `AppError('conflict')`. Throws `project_locked` where the earlier one is still open. */
export function emptyDemoFolder(folder: string, opening: { version: string; now: string }): DemoFolder {
  refuseProtected(realPlace(folder), folder)
  const project = join(folder, 'demo.regrade')
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    if (!existsSync(join(folder, mark))) {
      throw new AppError('conflict', `The folder ${folder} holds something else; name an empty one with --output.`)
    }
    refuseWhileOpen(project, opening)
    rmSync(folder, { recursive: true })
  }
  const photographs = join(folder, 'photographs')
  mkdirSync(photographs, { recursive: true })
  writeFileSync(join(folder, mark), 'A demonstration of Regrade made this folder and empties it when it runs again.\n')
  return { photographs, labels: join(folder, 'labels.csv'), project }
}

function refuseWhileOpen(project: string, opening: { version: string; now: string }): void {
  try {
    openProject(project, opening).close()
  } catch (error) {
    // Any other failure is of a project that is about to be removed anyway.
    if (asAppError(error).code === 'project_locked') throw error
  }
}
