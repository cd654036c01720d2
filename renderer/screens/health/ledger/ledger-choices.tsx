import { NativeSelect, SegmentedControl, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useGraders } from '../../../data/review.ts'
import styles from '../health.module.css'
import { shareOfPercent } from './share-of-percent.ts'

interface LedgerChoicesProps {
  readonly grader: string | null
  readonly rate: number
  readonly onGrader: (grader: string | null) => void
  readonly onRate: (rate: number) => void
}

const rates = ['1', '2', '5'] as const
const other = 'other'
/** No reader has this name: names are trimmed. */
const all = ' '

/** Whose readings count, and how many labels may stay wrong. */
export function LedgerChoices({ grader, rate, onGrader, onRate }: LedgerChoicesProps) {
  const graders = useGraders(true).data ?? []
  const [typed, setTyped] = useState<string | null>(null)
  const wrong = typed !== null && shareOfPercent(typed) === null
  return (
    <>
      <NativeSelect
        aria-label="Whose readings"
        size="xs"
        className={styles.reader}
        value={grader ?? all}
        onChange={({ currentTarget: { value } }) => onGrader(value === all ? null : value)}
        data={[{ value: all, label: 'All readers' }, ...graders.map(({ name }) => ({ value: name, label: name }))]}
        data-testid="ledger-reader"
      />
      <SegmentedControl
        aria-label="Share of labels that may stay wrong"
        size="xs"
        value={typed === null ? String(Math.round(100 * rate)) : other}
        onChange={(value) => {
          const share = shareOfPercent(value)
          setTyped(share === null ? String(Number((100 * rate).toPrecision(4))) : null)
          if (share !== null) onRate(share)
        }}
        data={[...rates.map((value) => ({ value, label: `${value} %` })), { value: other, label: 'Other' }]}
      />
      {typed === null ? null : (
        <TextInput
          aria-label="Per cent of labels that may stay wrong"
          size="xs"
          classNames={{ root: styles.rate ?? '', error: styles.rateError ?? '' }}
          value={typed}
          error={wrong ? 'Above 0, below 100' : undefined}
          rightSection="%"
          inputMode="decimal"
          onChange={({ currentTarget: { value } }) => {
            setTyped(value)
            const share = shareOfPercent(value)
            if (share !== null) onRate(share)
          }}
          data-testid="ledger-rate"
        />
      )}
    </>
  )
}
