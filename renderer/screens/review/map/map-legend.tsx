import { gradeNames } from '#shared/grades.ts'
import type { Explanation } from '../../../data/contract-types.ts'
import styles from './map.module.css'

type Shown = Pick<Explanation, 'grade' | 'against' | 'sides'>

/** The colours of the map, between what their ends stand for. */
export function MapScale({ map: { grade, against, sides } }: { readonly map: Shown }) {
  const twoSided = against !== null && sides === 'two'
  return (
    <span className={styles.scale}>
      {twoSided ? gradeNames[against] : 'low'} <i className={`${styles.ramp} ${twoSided ? styles.sides : ''}`} />{' '}
      {twoSided ? gradeNames[grade] : 'high'}
    </span>
  )
}

/** What a map that sets one grade against another says, in words. */
export function SidesSentence({ map: { grade, against, sides } }: { readonly map: Shown }) {
  if (against === null) return null
  const [name, other] = [gradeNames[grade], gradeNames[against]]
  return (
    <span>
      {sides === 'two'
        ? `Red: speaks for ${name} rather than ${other}; blue, dashed: the other way.`
        : `What counts between ${name} and ${other}; this method does not tell which way.`}
    </span>
  )
}
