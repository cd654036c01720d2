import { Tooltip } from '@mantine/core'
import {
  IconArrowsMaximize,
  IconBrightnessUp,
  IconContrast2,
  IconFlame,
  IconLayoutGrid,
  IconMinus,
  IconPlus,
  IconRestore,
  IconScale,
} from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useBound } from '../../app/kit/bound-actions.ts'
import { useDevicePixelRatio } from '../../viewer/device-pixel-ratio.ts'
import { type Look, plainLook, useStage } from '../../viewer/stage-store.ts'
import { reviewActions } from './review-actions.ts'
import { useSession } from './session/session.ts'
import styles from './stage-panel.module.css'

/** The tools under the photograph, each the same action as its key. */
export function StageTools() {
  const { look, view } = useStage()
  const zoom = zoomText(view.scale * useDevicePixelRatio())
  const predicted = useSession((session) => Boolean(session.presented?.photograph.prediction))
  const changed = Object.entries(plainLook).some(([field, value]) => look[field as keyof Look] !== value)
  return (
    <div className={styles.tools} role="toolbar" aria-label="Looking tools">
      <span className={styles.group}>
        <Tool action="look.heat-map" text="Heat" pressed={look.heatMap} testId="heat-map">
          <IconFlame size={16} stroke={1.6} aria-hidden="true" />
        </Tool>
        <Tool action="look.heat-less" small>
          <IconMinus size={13} aria-hidden="true" />
        </Tool>
        <Value value={look.heatMapOpacity} plain={plainLook.heatMapOpacity} />
        <Tool action="look.heat-more" small>
          <IconPlus size={13} aria-hidden="true" />
        </Tool>
        <Tool action="look.compare" pressed={look.heatMap && look.comparing} text="Why not" testId="compare">
          <IconScale size={16} stroke={1.6} aria-hidden="true" />
        </Tool>
        <Tool action="look.augmentations" disabled={!predicted} testId="augmentations">
          <IconLayoutGrid size={16} stroke={1.6} aria-hidden="true" />
        </Tool>
      </span>
      <span className={styles.group}>
        <Tool action="look.darker" small>
          <IconMinus size={13} aria-hidden="true" />
        </Tool>
        <IconBrightnessUp size={16} stroke={1.6} aria-label="Light" />
        <Value value={look.brightness} plain={1} />
        <Tool action="look.lighter" small>
          <IconPlus size={13} aria-hidden="true" />
        </Tool>
      </span>
      <span className={styles.group}>
        <Tool action="look.contrast-less" small>
          <IconMinus size={13} aria-hidden="true" />
        </Tool>
        <IconContrast2 size={16} stroke={1.6} aria-label="Contrast" />
        <Value value={look.contrast} plain={1} />
        <Tool action="look.contrast-more" small>
          <IconPlus size={13} aria-hidden="true" />
        </Tool>
      </span>
      <span className={styles.group}>
        <Tool action="look.fit" text="Fit">
          <IconArrowsMaximize size={15} stroke={1.6} aria-hidden="true" />
        </Tool>
        <Tool action="look.exact" text="1:1" />
        <span className={styles.value} role="img" aria-label={`Zoom ${zoom}`}>
          {zoom}
        </span>
      </span>
      <span className={styles.group}>
        <Tool action="look.reset" disabled={!changed}>
          <IconRestore size={16} stroke={1.6} aria-hidden="true" />
        </Tool>
      </span>
    </div>
  )
}

function zoomText(scale: number): string {
  return `${Math.round(scale * 100)} %`
}

function Value({ value, plain }: { readonly value: number; readonly plain: number }) {
  return <span className={`${styles.value} ${value === plain ? '' : styles.changed}`}>{Math.round(value * 100)} %</span>
}

interface ToolProps {
  readonly action: string
  /** A picture of what it does. */
  readonly children?: ReactNode
  /** Its short name, where it has one. Its full name begins with it: whoever speaks to the machine says what he reads. */
  readonly text?: string
  readonly pressed?: boolean
  readonly small?: boolean
  readonly disabled?: boolean
  readonly testId?: string
}

function Tool({ action: id, children, text, pressed, small = false, disabled = false, testId }: ToolProps) {
  const action = useBound(reviewActions)(id)
  const { keys } = action
  return (
    <Tooltip label={keys.all ? `${action.label} (${keys.all})` : action.label}>
      <button
        type="button"
        className={styles.tool}
        aria-label={text === undefined ? action.label : `${text}: ${action.label}`}
        aria-pressed={pressed}
        aria-keyshortcuts={keys.announced}
        disabled={disabled}
        data-testid={testId}
        data-small={small || undefined}
        onClick={action.press}
      >
        {children} {children && text ? <span className={styles.word}>{text}</span> : text}
      </button>
    </Tooltip>
  )
}
