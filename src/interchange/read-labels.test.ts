import { describe, expect, it } from 'vitest'
import { readLabels } from './read-labels.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const read = (text: string, options: Partial<Parameters<typeof readLabels>[1]> = {}) =>
  readLabels(bytes(text), { fileName: 'labels.csv', ...options })
const coded = (code: string) => expect.objectContaining({ code })

describe('a label file', () => {
  it.each([
    ['eyepacs', 'image,level\n10_left,0\n10_right,2\n', ['10_left', '10_right']],
    ['eyepacs', 'image,level\r\n10_left,0\r\n', ['10_left']],
    ['eyepacs', 'image;level\n10_left;0\n', ['10_left']],
    ['eyepacs', '\ufeffimage\tlevel\n10_left\t0', ['10_left']],
    ['aptos', 'id_code,diagnosis\n000c1434d8d7,2\n', ['000c1434d8d7']],
    ['aptos', '"id_code","diagnosis"\n"000c1434d8d7","2"\n', ['000c1434d8d7']],
    ['idrid', 'Image name,Retinopathy grade,Risk of macular edema,,,\nIDRiD_001,3,2,,,\n', ['IDRiD_001']],
    ['idrid', 'id_code,diagnosis,Risk of macular edema ,,\nIDRiD_001,3,2,,\n', ['IDRiD_001']],
  ])('is read as %s from %j', (layout, text, names) => {
    const file = read(text)
    expect(file.layout).toBe(layout)
    expect(file.rows.map(({ name }) => name)).toEqual(names)
    expect(file.rows.every(({ rejected, grade }) => rejected === null && grade !== null)).toBe(true)
  })

  it('of EyePACS tells patient and eye by the name', () => {
    const { rows, sentence } = read('image,level\n10_left,0\n10_right,2\nodd,1\n')
    expect(rows.map(({ patient, eye }) => [patient, eye])).toEqual([
      ['10', 'left'],
      ['10', 'right'],
      [null, null],
    ])
    expect(sentence).toBe('EyePACS: 3 rows parted by commas; patient and eye are in the names.')
  })

  it('of IDRiD tells the oedema grade and no patient', () => {
    const { rows, columns } = read('Image name,Retinopathy grade,Risk of macular edema,,\nIDRiD_005,4,1,,\n')
    expect(rows).toEqual([
      {
        line: 2,
        name: 'IDRiD_005',
        raw: ['IDRiD_005', '4', '1', '', ''],
        grade: 4,
        oedema: 1,
        patient: null,
        eye: null,
        quality: null,
        rejected: null,
      },
    ])
    expect(columns).toEqual({
      image: 'Image name',
      grade: 'Retinopathy grade',
      oedema: 'Risk of macular edema',
    })
  })

  it('loses the extension where its layout carries none', () => {
    expect(read('image,level\n10_left.jpeg,0\n').rows[0]?.name).toBe('10_left')
  })

  it('is read as a table of named columns, paths and all', () => {
    const text = 'Path;Befund;Auge;Fall\nbilder\\a.jpg;2;OD;17\nbilder\\b.jpg;0;links;18\n'
    const file = read(text, { columns: { image: 'path', grade: 'Befund', eye: 'Auge', patient: 'Fall' } })
    expect(file.layout).toBe('table')
    expect(file.rows.map(({ name, grade, eye, patient }) => [name, grade, eye, patient])).toEqual([
      ['bilder\\a.jpg', 2, 'right', '17'],
      ['bilder\\b.jpg', 0, null, '18'],
    ])
    expect(file.columns).toEqual({ image: 'Path', grade: 'Befund', eye: 'Auge', patient: 'Fall' })
  })

  it('names its columns where a wanted one is not there', () => {
    expect(() => read('Path,Befund\na,1\n', { columns: { image: 'Path', grade: 'Grade' } })).toThrow(
      expect.objectContaining({ code: 'usage', message: expect.stringContaining('"Path", "Befund"') }),
    )
    expect(() => read('Path,Befund\na,1\n', { layout: 'table' })).toThrow(coded('usage'))
  })

  it.each([
    ['-1', 'grade -1 is outside 0 to 4'],
    ['5', 'grade 5 is outside 0 to 4'],
    ['2.5', 'grade 2.5 is not a whole number'],
    ['', 'the grade is missing'],
    ['NaN', '"NaN" is no grade'],
    ['0x2', '"0x2" is no grade'],
    ['2e0', '"2e0" is no grade'],
  ])('keeps a row of grade %j, rejected: %s', (cell, reason) => {
    const [row, after] = read(`image,level\n10_left,${cell}\n10_right,1\n`).rows
    expect(row).toMatchObject({ line: 2, name: '10_left', raw: ['10_left', cell], grade: null, rejected: reason })
    expect(after?.rejected).toBeNull()
  })

  it('takes a grade that went through floating point', () => {
    expect(read('image,level\na,2.0\nb, 3 \n').rows.map(({ grade }) => grade)).toEqual([2, 3])
  })

  it('rejects a row that is too short, or that names nothing', () => {
    expect(read('image,level\na\n,2\n').rows.map(({ rejected }) => rejected)).toEqual([
      'the row is too short to hold a grade',
      'the row names no photograph',
    ])
  })

  it('rejects what repeats an earlier line, saying whether it differs', () => {
    expect(read('image,level\na,1\nb,9\na,2\na,1\nb,2\n').rows.map(({ rejected }) => rejected)).toEqual([
      null,
      'grade 9 is outside 0 to 4',
      'line 2 already has a, with grade 1; this one says grade 2',
      'line 2 already says the same of a',
      null,
    ])
  })

  it('counts lines as an editor does, through blank lines, quoted line breaks and every kind of break', () => {
    const text = '\n\nimage,level\n\n"a\nb",1\r\n,\r\nc,2\rd,3\n\n'
    expect(read(text).rows.map(({ line, name }) => [line, name])).toEqual([
      [5, 'a\nb'],
      [8, 'c'],
      [9, 'd'],
    ])
  })

  it('is read as Latin-1 where it is no UTF-8', () => {
    const latin = Buffer.from('Foto,Grad\nmüller_1,2\n', 'latin1')
    const file = readLabels(latin, { fileName: 'a.csv', columns: { image: 'Foto', grade: 'Grad' } })
    expect(file.rows[0]?.name).toBe('müller_1')
    expect(file.shape.encoding).toBe('latin1')
  })

  it('of no known layout says which columns it has', () => {
    expect(() => read('photo,severity\na,1\n')).toThrow(
      expect.objectContaining({ code: 'layout_unknown', message: expect.stringContaining('"photo", "severity"') }),
    )
    expect(() => read('photo,severity\na,1\n', { layout: 'eyepacs' })).toThrow(coded('layout_unknown'))
    expect(() => read('photo,severity\na,1\n', { layout: 'ddr' })).toThrow(coded('layout_unknown'))
  })

  it('of no known layout names the columns that would most likely do', () => {
    expect(() => read('filename,dr_grade\na,1\nb,2\n')).toThrow(
      expect.objectContaining({
        message: expect.stringContaining('such as image=filename,grade=dr_grade.'),
        details: expect.objectContaining({ likely: { image: 'filename', grade: 'dr_grade' } }),
      }),
    )
  })

  it.each([
    ['nothing', new Uint8Array()],
    ['blank lines', bytes('\n\r\n\n')],
    ['empty cells', bytes(',,\n,,\n')],
    ['a JPEG', Buffer.from('ffd8ffe000104a464946', 'hex')],
    ['a workbook', Buffer.from('504b030414000600', 'hex')],
    ['half of UTF-16', Buffer.from('\ufeffimage,level\na,\ud800', 'utf16le')],
    ['UTF-32', Buffer.from('fffe000069000000', 'hex')],
    ['an old workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex')],
    ['binary data', Buffer.from([105, 109, 0, 1, 2, 44, 50])],
    ['a single column', bytes('image\na\nb\n')],
    ['prose', bytes('Dear all\nplease find the labels attached\n')],
    ['a quote that never closes', bytes('image,level\n"a,1\nb,2\n')],
  ])('that holds %s is no label file', (_, content) => {
    expect(() => readLabels(content, { fileName: 'labels.csv' })).toThrow(
      expect.objectContaining({ code: 'labels_unreadable', message: expect.stringMatching(/^labels\.csv is no/) }),
    )
  })

  it('that is huge is refused before it is looked at', () => {
    expect(() => readLabels(Buffer.alloc(65 * 1024 * 1024, 97), { fileName: 'a.csv' })).toThrow(/67 MB|68 MB/)
  })

  it('of 88,702 rows is read to its last row', () => {
    const lines = Array.from({ length: 44_351 }, (_, patient) => `${patient}_left,0\n${patient}_right,1\n`)
    expect(read(`image,level\n${lines.join('')}`).rows).toHaveLength(88_702)
  })
})
