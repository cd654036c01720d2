import { beforeEach, expect, it } from 'vitest'
import { readerOfThisTab } from './reader-of-this-tab.ts'

class Memory implements Storage {
  readonly #kept = new Map<string, string>()
  get length() {
    return this.#kept.size
  }
  clear() {
    this.#kept.clear()
  }
  getItem(key: string) {
    return this.#kept.get(key) ?? null
  }
  key(index: number) {
    return [...this.#kept.keys()][index] ?? null
  }
  removeItem(key: string) {
    this.#kept.delete(key)
  }
  setItem(key: string, value: string) {
    this.#kept.set(key, value)
  }
}

let localStorage: Storage
beforeEach(() => {
  localStorage = new Memory()
})

const newTab = () => {
  const sessionStorage = new Memory()
  const load = () => readerOfThisTab({ localStorage, sessionStorage })
  const write = (state: object) => load().setItem('p', JSON.stringify({ state, version: 1 }))
  const read = () => JSON.parse((load().getItem('p') as string | null) ?? 'null')?.state
  return { write, read }
}

it('each tab has its own reader, also after it was loaded again', () => {
  const [ana, ben] = [newTab(), newTab()]
  expect(ana.read()).toBeUndefined()
  ana.write({ reader: 'Ana', order: 'name' })
  expect(ben.read()).toMatchObject({ reader: 'Ana', order: 'name' })
  ben.write({ reader: 'Ben', order: 'name' })
  expect(ana.read()).toMatchObject({ reader: 'Ana' })
  expect(ben.read()).toMatchObject({ reader: 'Ben' })
})

it('a new tab is whoever named himself last, and what else is chosen in another one changes that for nobody', () => {
  const [ana, ben] = [newTab(), newTab()]
  ana.write({ reader: 'Ana', order: 'name' })
  ben.read()
  ben.write({ reader: 'Ben', order: 'name' })
  ana.write({ reader: 'Ana', order: 'random' })
  expect(newTab().read()).toMatchObject({ reader: 'Ben', order: 'random' })
  expect(ben.read()).toMatchObject({ reader: 'Ben' })
})

it('a tab that took the reader over keeps it when another one changes', () => {
  newTab().write({ reader: 'Ana' })
  const second = newTab()
  expect(second.read()).toMatchObject({ reader: 'Ana' })
  newTab().write({ reader: 'Cem' })
  expect(second.read()).toMatchObject({ reader: 'Ana' })
})
