import { MantineProvider } from '@mantine/core'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { FieldView } from './field-view.tsx'
import { recipeFields } from './recipe-fields.ts'

/** The rows of what is frozen at first, as they are written to the page. */
function phasesOf(freeze: unknown): string {
  const field = recipeFields.find(({ key }) => key === 'phases')
  if (!field) throw new Error('A recipe has no phases.')
  const problems = new Map([['phases.0.freeze.before', 'It must not be empty.']])
  const form = { draft: { phases: [{ epochs: 2, freeze }] }, problems, change() {}, disabled: false }
  const view = createElement(FieldView, { field, path: ['phases'], form })
  return renderToStaticMarkup(createElement(MantineProvider, null, view))
}

it('a choice with a text of its own shows both, and no other shows a text', () => {
  const named = phasesOf({ before: 'features.5.0.weight' })
  expect(named).toMatch(/<option value="before" selected="">All before the parameter<\/option>/)
  expect(named).toMatch(/value="features\.5\.0\.weight"/)
  expect(named).not.toContain('[object Object]')
  expect(phasesOf({ before: '' })).toContain('It must not be empty.')
  const plain = phasesOf('backbone')
  expect(plain).toMatch(/<option value="backbone" selected="">Backbone<\/option>/)
  expect(plain).not.toContain('recipe-phases.0.freeze.before')
})
