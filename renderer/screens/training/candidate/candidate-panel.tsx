import { Button, Tooltip } from '@mantine/core'
import type { ModelSummary } from '#shared/contract/common.ts'
import type { ModelId } from '#shared/ids.ts'
import { Failed } from '../../../app/kit/failed.tsx'
import { useRunList } from '../../../data/jobs.ts'
import { useEvaluation, useJudgement, useModels, useScoreAll } from '../../../data/models.ts'
import { useActiveRun } from '../../../data/runs.ts'
import { Panel } from '../../../ui/panel.tsx'
import styles from '../training-screen.module.css'
import { candidateBesideCurrent } from './candidate.ts'
import { CandidateChoice } from './candidate-choice.tsx'
import { GradeTable } from './grade-table.tsx'
import { currentTitle, JudgementColumn } from './judgement-column.tsx'

/** A model beside the one in use, the newest candidate where none was chosen, and the choice between them. */
export function CandidatePanel({ chosen }: { readonly chosen: ModelId | null }) {
  const models = useModels()
  const score = useScoreAll()
  const busy = useActiveRun(useRunList().data)
  const { candidate, other } = candidateBesideCurrent(models.data ?? [], chosen)
  const candidateJudgement = useJudgement(candidate?.id ?? null)
  const otherJudgement = useJudgement(other?.id ?? null)
  const evaluations = [useEvaluation(candidate?.id ?? null).data, useEvaluation(other?.id ?? null).data]
  const evaluated = [candidate, other].flatMap((model, place) => {
    const evaluation = evaluations[place]
    return model && evaluation && evaluation.n > 0 ? [{ id: model.id, evaluation }] : []
  })

  if (models.isError) return <Failed of={models} />
  if (!candidate && !other) return null
  return (
    <Panel
      title={candidate && other ? `${candidate.id} beside ${other.id}` : 'Model'}
      aside={
        <Tooltip label="After photographs were imported: the model in use looks at all of them">
          <Button
            size="xs"
            variant="default"
            disabled={busy !== null}
            loading={score.isPending}
            onClick={() => score.mutate({})}
            data-testid="score-all"
          >
            Score all photographs
          </Button>
        </Tooltip>
      }
    >
      {candidate && candidate !== other ? <CandidateChoice candidate={candidate} inUse={other} /> : null}
      <div className={styles.models}>
        {candidate ? (
          <JudgementColumn title={titleOf(candidate)} model={candidate} judgement={candidateJudgement} />
        ) : null}
        {other ? <JudgementColumn title={titleOf(other)} model={other} judgement={otherJudgement} /> : null}
      </div>
      {evaluated.length > 0 ? <GradeTable models={evaluated} /> : null}
      <Failed of={score} />
    </Panel>
  )
}

function titleOf({ status, current }: ModelSummary): string {
  if (current) return currentTitle
  return status === 'candidate' ? 'Candidate' : 'Model'
}
