import { exportsContract } from './exports.ts'
import { healthContract } from './health.ts'
import { importsContract } from './imports.ts'
import { jobsContract } from './jobs.ts'
import { labelsContract } from './labels.ts'
import { lookingContract } from './looking.ts'
import { noisyStudentContract } from './noisy-student.ts'
import { projectsContract } from './projects.ts'
import { qualityContract } from './quality.ts'
import { readersContract } from './readers.ts'
import { reviewContract } from './review.ts'
import { sourcesContract } from './sources.ts'
import { systemContract } from './system.ts'
import { modelsContract, trainingContract } from './training.ts'

/** Everything the window can ask of the workstation, and everything the command line is built on. */
export const contract = {
  system: systemContract,
  projects: projectsContract,
  imports: importsContract,
  labels: labelsContract,
  sources: sourcesContract,
  jobs: jobsContract,
  quality: qualityContract,
  review: reviewContract,
  readers: readersContract,
  health: healthContract,
  looking: lookingContract,
  training: trainingContract,
  noisyStudent: noisyStudentContract,
  models: modelsContract,
  exports: exportsContract,
}
export type Contract = typeof contract
