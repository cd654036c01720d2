import { describe, expect, it } from 'vitest'
import { AppError } from './errors.ts'
import { shortened } from './quote.ts'

describe('what a sentence quotes', () => {
  it('is one line, and as long as a person reads', () => {
    expect(shortened('mild NPDR')).toBe('mild NPDR')
    expect(shortened('two\r\nlines\u0007\u001b[31m')).toBe('two lines [31m')
    expect(shortened('x'.repeat(50e6))).toBe(`${'x'.repeat(60)}…`)
    expect(shortened(`${'x'.repeat(59)}\ud83d\ude00`)).toBe(`${'x'.repeat(59)}\ufffd…`)
  })

  it('leaves the sentence of a failure bounded, with its beginning and its next step', () => {
    const { message } = new AppError('usage', `There is nothing named ${'['.repeat(100_000)}. Name something else.`)
    expect(message.length).toBeLessThanOrEqual(1000)
    expect(message).toMatch(/^There is nothing named \[+…\[+\. Name something else\.$/)
  })
})
