import type { WorkstationContext } from './context.ts'
import type { Candidates } from './imports/candidates.ts'
import { procedures } from './procedures.ts'
import { exportProcedures } from './services/exports.ts'
import { healthProcedures } from './services/health.ts'
import { importProcedures } from './services/imports.ts'
import { jobProcedures } from './services/jobs.ts'
import { labelProcedures } from './services/labels.ts'
import { lookingProcedures } from './services/looking.ts'
import { modelProcedures } from './services/models/models.ts'
import { projectProcedures } from './services/projects.ts'
import { qualityProcedures } from './services/quality.ts'
import { readersProcedures } from './services/readers.ts'
import { reviewProcedures } from './services/review.ts'
import { sourceProcedures } from './services/sources.ts'
import { systemProcedures } from './services/system.ts'
import { noisyStudentProcedures } from './services/training/noisy-student.ts'
import { trainingProcedures } from './services/training/training.ts'

/** Every service, under the names of the contract. */
export function makeRouter(context: WorkstationContext, candidates: Candidates) {
  return procedures.router({
    system: systemProcedures(context),
    projects: projectProcedures(context),
    imports: importProcedures(context, candidates),
    labels: labelProcedures(context),
    sources: sourceProcedures(context),
    jobs: jobProcedures(context),
    quality: qualityProcedures(context),
    review: reviewProcedures(context),
    readers: readersProcedures(context),
    health: healthProcedures(context),
    looking: lookingProcedures(context),
    training: trainingProcedures(context),
    noisyStudent: noisyStudentProcedures(context),
    models: modelProcedures(context),
    exports: exportProcedures(context),
  })
}
export type WorkstationRouter = ReturnType<typeof makeRouter>
