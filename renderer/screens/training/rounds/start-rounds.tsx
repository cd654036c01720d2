import { Button } from '@mantine/core'
import { useEffect, useMemo, useState } from 'react'
import type { ModelId } from '#shared/ids.ts'
import { Failed } from '../../../app/kit/failed.tsx'
import type { TrainRequest } from '../../../data/contract-types.ts'
import { useEvaluation } from '../../../data/models.ts'
import { useStartRounds } from '../../../data/noisy-student.ts'
import { FieldView, type RecipeFormState } from '../recipe-form/field-view.tsx'
import { NumberField } from '../recipe-form/number-field.tsx'
import { recipeFields } from '../recipe-form/recipe-fields.ts'
import { offerCommands } from '../training-commands.ts'
import { tooFewSentence } from './round-words.ts'
import styles from './rounds.module.css'

export interface StartRoundsProps {
  readonly form: RecipeFormState
  /** The recipe; null while something is wrong with it or a run is at work. */
  readonly request: TrainRequest | null
  /** The model in use, the first teacher. */
  readonly teacher: ModelId | null
}

/** What one chooses for noisy student besides the recipe: these fields are the recipe's own. */
const asked = ['labels', 'threshold', 'suspects']

const mostRounds = 100

export function StartRounds({ form, request, teacher }: StartRoundsProps) {
  const [rounds, setRounds] = useState<number | string>(3)
  const start = useStartRounds()
  const problem = roundsProblem(rounds)
  const startable = request !== null && teacher !== null && problem === null && !start.isPending
  const { mutate } = start
  const begin = useMemo(
    () => (startable && typeof rounds === 'number' ? () => mutate({ ...request, rounds }) : null),
    [startable, rounds, request, mutate],
  )
  useEffect(() => offerCommands({ startRounds: begin }), [begin])
  const evaluation = useEvaluation(teacher).data
  const few = evaluation ? tooFewSentence(evaluation) : null
  const field = recipeFields.find(({ key }) => key === 'noisyStudent')
  return (
    <>
      <p className={styles.quiet}>
        {teacher === null
          ? 'A model must be there to teach: fine-tune one first.'
          : `${teacher} labels what has no sure label; a student learns from both by the recipe on the left, and takes its place only where it is better on the photographs locked away.`}
      </p>
      {few ? <p className={styles.quiet}>{few}</p> : null}
      <div className={styles.form}>
        <NumberField
          label="Rounds"
          description="Two rejections end it sooner"
          size="xs"
          value={rounds}
          onChange={setRounds}
          error={problem}
          disabled={form.disabled}
          data-testid="rounds-count"
        />
        {field?.kind === 'group'
          ? field.fields
              .filter(({ key }) => asked.includes(key))
              .map((one) => <FieldView key={one.key} field={one} path={['noisyStudent', one.key]} form={form} />)
          : null}
        <Button
          size="xs"
          variant="default"
          disabled={begin === null}
          loading={start.isPending}
          onClick={() => begin?.()}
          data-testid="rounds-start"
        >
          Start the rounds
        </Button>
      </div>
      <Failed of={start} />
    </>
  )
}

function roundsProblem(rounds: number | string): string | null {
  if (typeof rounds === 'number' && Number.isInteger(rounds) && rounds >= 1 && rounds <= mostRounds) return null
  return `It must be a whole number from 1 to ${mostRounds}.`
}
