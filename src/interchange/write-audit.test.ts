import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import type { ImageId, ModelId, ReadingId } from '#shared/ids.ts'
import { type AuditEntry, writeAudit } from './write-audit.ts'

const entry: AuditEntry = {
  id: 7 as ReadingId,
  image: 3 as ImageId,
  grader: 'Ana',
  phase: 'revealed',
  decision: 2,
  ungradableReason: null,
  lesions: ['microaneurysm', 'haemorrhage'],
  seconds: 4.25,
  at: '2024-05-01T08:00:00.000Z',
  confidence: 0.8,
  shown: {
    labels: [
      { labelSet: 'official', grade: 1 },
      { labelSet: 'second', grade: null },
    ],
    model: 'm2' as ModelId,
    probabilities: [0.1, 0.2, 0.4, 0.2, 0.1],
    mapMethod: 'grad-cam',
    view: { zoom: 2, brightness: 1, contrast: 1, heatMap: true, heatMapOpacity: 0.5 },
  },
  purpose: 'control',
  standing: true,
}
const names = new Map([[3 as ImageId, 'IDRiD_003']])
const read = (text: string): Record<string, string>[] => parse(text, { columns: true })

describe('the audit', () => {
  it('tells a decision and everything that was shown', () => {
    const { text, rows } = writeAudit([entry], names)
    expect(rows).toBe(1)
    expect(read(text)).toEqual([
      {
        reading: '7',
        image: 'IDRiD_003',
        grader: 'Ana',
        phase: 'revealed',
        decision: '2',
        decision_name: 'Moderate',
        ungradable_reason: '',
        lesions: 'microaneurysm;haemorrhage',
        implied_grade: '2',
        confidence: '0.8',
        seconds: '4.25',
        at: '2024-05-01T08:00:00.000Z',
        standing: 'yes',
        shown_labels: 'official=1;second=',
        shown_model: 'm2',
        shown_p0: '0.1',
        shown_p1: '0.2',
        shown_p2: '0.4',
        shown_p3: '0.2',
        shown_p4: '0.1',
        shown_map_method: 'grad-cam',
        shown_view: '{"zoom":2,"brightness":1,"contrast":1,"heatMap":true,"heatMapOpacity":0.5}',
        purpose: 'control',
      },
    ])
  })

  it('has undone and ungradable decisions too', () => {
    const ungradable: AuditEntry = {
      ...entry,
      decision: 'ungradable',
      ungradableReason: 'blurred',
      lesions: [],
      shown: null,
      confidence: null,
      standing: false,
    }
    expect(read(writeAudit([ungradable], names).text)[0]).toMatchObject({
      decision: 'ungradable',
      decision_name: 'Ungradable',
      ungradable_reason: 'blurred',
      implied_grade: '',
      confidence: '',
      standing: 'undone',
      shown_labels: '',
      shown_p0: '',
    })
  })

  it('gives a spreadsheet no formula to run, and keeps commas and quotes', () => {
    const [row] = read(writeAudit([{ ...entry, grader: '=1+1' }], names).text)
    expect(row?.grader).toBe("'=1+1")
    expect(read(writeAudit([{ ...entry, grader: 'O"Neil, Ana' }], names).text)[0]?.grader).toBe('O"Neil, Ana')
  })

  it('of nothing is its header', () => {
    expect(writeAudit([], names)).toMatchObject({ rows: 0, text: expect.stringMatching(/^reading,image,grader/) })
  })
})
