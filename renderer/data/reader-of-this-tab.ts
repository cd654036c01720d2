import { z } from 'zod'
import type { StateStorage } from 'zustand/middleware'

const kept = z.looseObject({ state: z.looseObject({ reader: z.string().nullable() }) })

/** Two readers may each have a tab of one browser, and each stays who he is when his tab is loaded again. What all tabs share
 *  says only who reads in a new one: whoever named himself last. */
export function readerOfThisTab(tabs: Pick<Window, 'localStorage' | 'sessionStorage'>): StateStorage {
  const { localStorage: shared, sessionStorage: own } = tabs
  const keyOf = (name: string) => `${name}.reader`
  return {
    getItem(name) {
      const text = shared.getItem(name)
      const parsed = text === null ? null : kept.safeParse(JSON.parse(text)).data
      if (!parsed) return text
      const reader = own.getItem(keyOf(name)) ?? parsed.state.reader
      // From now on this tab's, whoever names himself in another one.
      if (reader !== null) own.setItem(keyOf(name), reader)
      return JSON.stringify({ ...parsed, state: { ...parsed.state, reader } })
    },
    setItem(name, text) {
      const parsed = kept.parse(JSON.parse(text))
      const { reader } = parsed.state
      const isNew = reader !== own.getItem(keyOf(name))
      if (reader !== null) own.setItem(keyOf(name), reader)
      const before = kept.safeParse(JSON.parse(shared.getItem(name) ?? 'null')).data
      const named = isNew || !before ? reader : before.state.reader
      shared.setItem(name, JSON.stringify({ ...parsed, state: { ...parsed.state, reader: named } }))
    },
    removeItem(name) {
      shared.removeItem(name)
      own.removeItem(keyOf(name))
    },
  }
}
