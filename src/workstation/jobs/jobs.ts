import { combineJob } from './combine-job.ts'
import { importJob } from './import-job.ts'
import type { Job } from './job.ts'
import { noisyStudentJob } from './noisy-student-job.ts'
import { scoreJob } from './score-job.ts'
import { screenJob } from './screen-job.ts'
import { trainJob } from './train-job.ts'

/** Every kind of job there is. */
export const jobs: readonly Job[] = [importJob, screenJob, trainJob, noisyStudentJob, scoreJob, combineJob]
