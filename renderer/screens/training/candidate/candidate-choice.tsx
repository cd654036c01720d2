import { Button } from '@mantine/core'
import type { ModelSummary } from '#shared/contract/common.ts'
import { Failed } from '../../../app/kit/failed.tsx'
import { useBesideCurrent, useKeepModel, usePromoteModel } from '../../../data/models.ts'
import { counted } from '../../../ui/count.ts'
import styles from '../training-screen.module.css'

interface CandidateChoiceProps {
  /** A model that is not in use. */
  readonly candidate: ModelSummary
  readonly inUse: ModelSummary | null
}

/** Whether the model is better than the one in use, in a plain word, and the choice between them. */
export function CandidateChoice({ candidate, inUse }: CandidateChoiceProps) {
  const beside = useBesideCurrent(candidate.id)
  const promote = usePromoteModel()
  const keep = useKeepModel()
  const { id } = candidate
  const kept = keep.data?.id === id
  const run = promote.data?.id === id ? promote.data.run : null
  return (
    <>
      <Failed of={beside} />
      {beside.data ? (
        <p className={styles.verdict} data-verdict={beside.data.verdict} data-testid="beside-current">
          {beside.data.reason}
        </p>
      ) : null}
      <div className={styles.choice}>
        <Button
          variant={beside.data?.verdict === 'accepted' ? 'filled' : 'default'}
          loading={promote.isPending}
          disabled={run !== null}
          onClick={() => promote.mutate({ model: id })}
          data-testid="promote"
        >
          Promote {id}
        </Button>
        <Button
          variant="default"
          loading={keep.isPending}
          onClick={() => keep.mutate({ model: id })}
          data-testid="keep"
        >
          Keep as candidate
        </Button>
        <span className={styles.fine} role="status">
          {run
            ? `${id} looks at ${counted(promote.data?.unscored ?? 0, 'photograph')} that it has not seen first. Until that is done the order stays as it is.`
            : kept
              ? `${id} stays a candidate${inUse ? `, and ${inUse.id} in use` : ''}. It is not lost; promote it whenever you like.`
              : 'The model in use orders the queue.'}
        </span>
      </div>
      <Failed of={promote} />
      <Failed of={keep} />
    </>
  )
}
