import { expect, it } from 'vitest'
import { classesIn } from './classes-in-metadata.ts'

const names = ['Mild', 'Moderate', 'No_DR', 'Proliferate_DR', 'Severe']

it.each([
  ['classes', 'Mild,Moderate,No_DR,Proliferate_DR,Severe'],
  ['class_names', 'Mild; Moderate; No_DR; Proliferate_DR; Severe'],
  ['labels', 'Mild\nModerate\nNo_DR\nProliferate_DR\nSevere\n'],
  ['class_names', JSON.stringify(names)],
  ['class_names', "['Mild', 'Moderate', 'No_DR', 'Proliferate_DR', 'Severe']"],
  ['categories', "('Mild', 'Moderate', 'No_DR', 'Proliferate_DR', 'Severe',)"],
  ['names', "{0: 'Mild', 1: 'Moderate', 2: 'No_DR', 3: 'Proliferate_DR', 4: 'Severe'}"],
  ['id2label', '{"4":"Severe","0":"Mild","1":"Moderate","2":"No_DR","3":"Proliferate_DR"}'],
  ['class_to_idx', '{"Severe":4,"No_DR":2,"Mild":0,"Moderate":1,"Proliferate_DR":3}'],
  ['class_indices', "{'Mild': 0, 'Moderate': 1, 'No_DR': 2, 'Proliferate_DR': 3, 'Severe': 4}"],
  [
    'config',
    JSON.stringify({ model_type: 'x', nested: { label2id: Object.fromEntries(names.map((n, i) => [n, i])) } }),
  ],
])('classes are named by %s: %s', (key, text) => {
  const metadata = new Map([
    ['author', 'a, b, c, d, e'],
    ['regrade.classes', '["a","b","c","d","e"]'],
    [key, text],
  ])
  expect(classesIn(metadata, 5)?.names).toEqual(names)
})

it('a file that names others, or none, names none', () => {
  expect(classesIn(new Map([['classes', 'a,b,c']]), 5)).toBeUndefined()
  expect(classesIn(new Map([['description', 'Trained on a, b, c, d and e']]), 5)).toBeUndefined()
  expect(classesIn(new Map(), 5)).toBeUndefined()
})
