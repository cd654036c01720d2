import { IconChevronDown } from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef, useState } from 'react'
import { count } from '../../ui/count.ts'
import styles from './count-lists.module.css'

export interface CountList {
  /** After the number: "rows whose photograph is missing". */
  readonly name: string
  readonly items: readonly string[]
  readonly tone?: 'warning'
}

/** Counts, each a list one click away. What there is none of is said in one breath. */
export function CountLists({ lists }: { readonly lists: readonly CountList[] }) {
  const [open, setOpen] = useState<string | null>(null)
  const some = lists.filter((list) => list.items.length > 0)
  const none = lists.filter((list) => list.items.length === 0)
  const shown = some.find((list) => list.name === open)
  return (
    <div className={styles.lists}>
      <div className={styles.counts}>
        {some.map((list) => (
          <button
            key={list.name}
            type="button"
            className={styles.count}
            data-tone={list.tone}
            aria-expanded={open === list.name}
            onClick={() => setOpen(open === list.name ? null : list.name)}
          >
            <strong>{count(list.items.length)}</strong> {list.name}
            <IconChevronDown size={14} aria-hidden="true" />
          </button>
        ))}
      </div>
      {shown ? <Items items={shown.items} name={shown.name} /> : null}
      {none.length > 0 ? <p className={styles.none}>No {none.map((list) => list.name).join(', no ')}.</p> : null}
    </div>
  )
}

function Items({ items, name }: { readonly items: readonly string[]; readonly name: string }) {
  const scroller = useRef<HTMLDivElement>(null)
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 26,
    overscan: 10,
  })
  return (
    <section ref={scroller} className={styles.items} aria-label={`The ${name}`}>
      <ul style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => (
          <li key={index} style={{ transform: `translateY(${start}px)` }} title={items[index]}>
            {items[index]}
          </li>
        ))}
      </ul>
    </section>
  )
}
