import { describe, expect, it } from 'vitest'
import { kills } from './kills.ts'

describe('a workstation killed in the middle of grading, over and over', () => {
  it('has lost nothing that it acknowledged, and says exactly what is missing without its log', async () => {
    const figures = await kills({ seed: 14, times: 4 })
    expect(figures.acknowledged).toBeGreaterThan(4)
    expect(figures).toMatchObject({ kills: 4, lost: 0, falseAlarms: 0, wronglySaid: 0 })
  })
})
