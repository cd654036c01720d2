import { bestModel } from '#learning/noisy-student/rounds.ts'
import { resolveRecipe } from '#learning/recipes/recipes.ts'
import type { NoisyStudentRun, PseudoSource, Round } from '#shared/contract/noisy-student.ts'
import { AppError } from '#shared/errors.ts'
import { grades } from '#shared/grades.ts'
import type { RunId } from '#shared/ids.ts'
import type { ProjectStore, RoundRow } from '#store/project-store.ts'
import { openSession, type Session, type WorkstationContext } from '../../context.ts'
import { firstTeacher, noisyStudentRequestSchema } from '../../jobs/noisy-student/noisy-student-job.ts'
import { procedures } from '../../procedures.ts'
import { recipeToBegin } from './recipe-start.ts'

export function noisyStudentProcedures(context: WorkstationContext) {
  const { noisyStudent } = procedures
  return {
    start: noisyStudent.start.handler(async ({ input, signal }) => {
      const { store, jobs } = openSession(context)
      const { runtime, rounds } = input
      // Asked here too, so that whoever starts it is told at once.
      firstTeacher(store, resolveRecipe(input.recipe, input.set))
      const recipe = await recipeToBegin(context, input, signal)
      return jobs.enqueue('noisy-student', { recipe, runtime, rounds })
    }),
    resume: noisyStudent.resume.handler(({ input }) => {
      const session = openSession(context)
      requireRounds(session.store, input.run)
      return session.jobs.resume(input.run)
    }),
    run: noisyStudent.run.handler(({ input }) => describeRun(openSession(context), input.run)),
    runs: noisyStudent.runs.handler(() => {
      const session = openSession(context)
      return session.store.runs.list('noisy-student').map(({ id }) => describeRun(session, id))
    }),
  }
}

function requireRounds(store: ProjectStore, id: RunId) {
  const row = store.runs.get(id)
  if (row.kind !== 'noisy-student') throw new AppError('not_found', `Run ${id} is no noisy-student run.`)
  return noisyStudentRequestSchema.parse(row.request)
}

function describeRun({ store, jobs }: Session, id: RunId): NoisyStudentRun {
  const { recipe, rounds: mostRounds } = requireRounds(store, id)
  const rows = store.rounds.ofRun(id)
  return {
    ...jobs.get(id),
    recipe,
    mostRounds,
    best: bestModel(rows),
    rounds: rows.map((row) => describeRound(store, row)),
  }
}

function describeRound(store: ProjectStore, row: RoundRow): Round {
  const { round, run, teacher, model, verdict, comparison, reason, startedAt, judgedAt } = row
  const counts = row.snapshot === null ? [] : store.snapshots.pseudoCounts(row.snapshot)
  const total = (wanted: (count: (typeof counts)[number]) => boolean) =>
    counts.filter(wanted).reduce((sum, { n }) => sum + n, 0)
  const from = (source: PseudoSource) => total((count) => count.source === source)
  const pseudoLabels = {
    total: total(() => true),
    unlabelled: from('unlabelled'),
    doubtful: from('doubtful'),
    suspect: from('suspect'),
    byGrade: grades.map((grade) => total((count) => count.grade === grade)),
    share: store.runs.metrics(run).find(({ fit }) => fit === 'main')?.epoch.pseudoShare ?? null,
  }
  return { round, run, teacher, model, pseudoLabels, verdict, comparison, reason, startedAt, judgedAt }
}
