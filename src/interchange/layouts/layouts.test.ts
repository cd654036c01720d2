import { describe, expect, it } from 'vitest'
import type { ImageId } from '#shared/ids.ts'
import { readLabels } from '../read-labels.ts'
import { writeLabels } from '../write-labels.ts'

const read = (text: string) => readLabels(Buffer.from(text), { fileName: 'a.csv' })
const told = (text: string) =>
  read(text).rows.map(({ name, grade, patient, eye, rejected }) => [name, grade, patient, eye, rejected])

const odirHeader =
  'ID,Patient Age,Patient Sex,Left-Fundus,Right-Fundus,Left-Diagnostic Keywords,Right-Diagnostic Keywords,N,D,G,C,A,H,M,O'

describe('a public layout', () => {
  it('EyePACS is found by its two columns among others', () => {
    for (const text of [
      ',Unnamed: 0,image,level\n0,0,10_left,0\n1,1,10_right_rotated_90,2\n',
      'image,level,Usage\n10_left,0,Public\n10_right_rotated_90,2,Private\n',
      'Unnamed: 0,image,level,black\n0,10_left.jpeg,0,False\n1,10_right_rotated_90.jpeg,2,False\n',
    ]) {
      expect(read(text).layout).toBe('eyepacs')
      expect(told(text)).toEqual([
        ['10_left', 0, '10', 'left', null],
        ['10_right_rotated_90', 2, '10', 'right', null],
      ])
    }
  })

  it('EyeQ gives grade, quality, patient and eye', () => {
    const file = read(',image,quality,DR_grade\n0,1_right.jpeg,1,0\n1,1_left.jpeg,0,2\n2,2_left.jpeg,2,1\n')
    expect(file.layout).toBe('eyeq')
    expect(file.rows.map(({ name, grade, quality, patient, eye }) => [name, grade, quality, patient, eye])).toEqual([
      ['1_right', 0, 'usable', '1', 'right'],
      ['1_left', 2, 'good', '1', 'left'],
      ['2_left', 1, 'reject', '2', 'left'],
    ])
    expect(file.warnings).toEqual(['The file calls 1 photograph unfit and grades them all the same: 2_left.'])
  })

  it.each([
    'image_id,adjudicated_dr_grade,adjudicated_dme,adjudicated_gradable\na.jpg,1,0,1\nb.jpg,,,0\nc.jpg,,,1\n',
    'id_code,diagnosis,adjudicated_dme,adjudicated_gradable\na.jpg,1.0,0.0,1\nb.jpg,,,0\nc.jpg,,,1\n',
  ])('Messidor-2 keeps what is ungradable with its reason: %j', (text) => {
    expect(read(text).layout).toBe('messidor2')
    expect(told(text)).toEqual([
      ['a', 1, null, null, null],
      ['b', null, null, null, 'ungradable by its file'],
      ['c', null, null, null, 'the grade is missing'],
    ])
  })

  it.each([
    '007-0004-000.jpg 0\n007-0005-000.jpg 5\n20170413102628830.jpg 4\n',
    '007-0004-000.jpg,0\n007-0005-000.jpg,5\n007-0005-100.jpg,4\n',
    'id_code,diagnosis\n007-0004-000.jpg,0\n007-0005-000.jpg,5\n007-0005-100.jpg,4\n',
  ])('DDR takes grade 5 for ungradable: %j', (text) => {
    expect(read(text).layout).toBe('ddr')
    expect(told(text).map(([, grade, , , rejected]) => [grade, rejected])).toEqual([
      [0, null],
      [null, 'ungradable by its file (grade 5 of DDR)'],
      [4, null],
    ])
  })

  it('DeepDRiD takes the filled column, and names the rows whose name is of the other eye', () => {
    const file = read(
      [
        'patient_id,image_id,image_path,Overall quality,left_eye_DR_Level,right_eye_DR_Level,patient_DR_Level',
        '7,7_l1,\\regular\\7\\7_l1.jpg,0,1,,1',
        '7,7_r3,\\regular\\7\\7_r3.jpg,1,1.0,,1',
        '7,7_r2,\\regular\\7\\7_r2.jpg,1,,0,1',
        '8,8_r2,\\regular\\8\\8_r2.jpg,1,,,1',
      ].join('\n'),
    )
    expect(file.layout).toBe('deepdrid')
    expect(
      file.rows.map(({ name, grade, patient, eye, quality, rejected }) => [
        name,
        grade,
        patient,
        eye,
        quality,
        rejected,
      ]),
    ).toEqual([
      ['regular/7/7_l1.jpg', 1, '7', 'left', 'reject', null],
      ['regular/7/7_r3.jpg', 1, '7', 'left', 'good', null],
      ['regular/7/7_r2.jpg', 0, '7', 'right', 'good', null],
      ['regular/8/8_r2.jpg', null, '8', 'right', 'good', 'the grade is missing'],
    ])
    expect(file.warnings[0]).toContain('line 3 (7_r3.jpg)')
  })

  it('DeepDRiD is corrected in the column that held the grade', () => {
    const text =
      'patient_id,image_id,image_path,left_eye_DR_Level,right_eye_DR_Level\n7,7_l1,\\7\\7_l1.jpg,1,\n7,7_r2,\\7\\7_r2.jpg,,0\n'
    const file = read(text)
    const rows = file.rows.map((row, index) => ({ ...row, image: (index + 1) as ImageId }))
    const current = new Map([[2 as ImageId, { state: 'read' as const, grade: 3 as const }]])
    expect(writeLabels({ name: 'a', shape: file.shape }, rows, current).text).toBe(text.replace(',,0\n', ',,3\n'))
  })

  it("ODIR-5K reads each eye's own keywords, of one row for both photographs", () => {
    const file = read(
      [
        odirHeader,
        '1,60,Female,1_left.jpg,1_right.jpg,normal fundus，lens dust,moderate non proliferative retinopathy，laser spot,0,1,0,0,0,0,0,0',
        '2,61,Male,2_left.jpg,2_right.jpg,cataract,proliferative diabetic retinopathy,0,1,0,1,0,0,0,0',
        '3,62,Male,3_left.jpg,3_right.jpg,low image quality,diabetic retinopathy,0,1,0,0,0,0,0,0',
      ].join('\n'),
    )
    expect(file.layout).toBe('odir')
    expect(file.rows.map(({ name, grade, patient, eye, rejected }) => [name, grade, patient, eye, rejected])).toEqual([
      ['1_left', 0, '1', 'left', null],
      ['1_right', 2, '1', 'right', null],
      ['2_left', null, '2', 'left', '"cataract" states no grade of retinopathy'],
      ['2_right', 4, '2', 'right', null],
      ['3_left', null, '3', 'left', 'ungradable by its file'],
      ['3_right', null, '3', 'right', '"diabetic retinopathy" states no grade of retinopathy'],
    ])
    expect(new Set(file.rows.map(({ line }) => line)).size).toBe(6)
  })

  it('ODIR-5K is written with a grade of each eye beside its keywords', () => {
    const row = '1,60,Female,1_left.jpg,1_right.jpg,normal fundus,mild nonproliferative retinopathy,0,1,0,0,0,0,0,0'
    const file = read(`${odirHeader}\r\n${row}\r\n`)
    const rows = file.rows.map((one, index) => ({ ...one, image: (index + 1) as ImageId }))
    const current = new Map([[2 as ImageId, { state: 'read' as const, grade: 3 as const }]])
    const written = writeLabels({ name: 'a', shape: file.shape }, rows, current)
    expect(written.text).toBe(`${odirHeader},left_DR_grade,right_DR_grade\r\n${row},0,3\r\n`)
    expect(written.changed).toBe(1)
    expect(written.notes).toEqual([
      'The file has no column for an ICDR grade: "left_DR_grade" and "right_DR_grade" were added.',
    ])
  })

  it('ODIR-5K of a row a photograph gives that eye alone', () => {
    const rows = ['left', 'right'].map(
      (side) =>
        `0,69,Female,0_left.jpg,0_right.jpg,cataract,normal fundus,0,0,0,1,0,0,0,0,../0_${side}.jpg,['C'],"[0, 0]",0_${side}.jpg`,
    )
    expect(told([`${odirHeader},filepath,labels,target,filename`, ...rows].join('\n'))).toEqual([
      ['0_left', null, '0', 'left', '"cataract" states no grade of retinopathy'],
      ['0_right', 0, '0', 'right', null],
    ])
  })

  it('RFMiD knows that there is no retinopathy, and not how much there is', () => {
    const text = '\ufeffID,Disease_Risk,DR,ARMD\n1,1,1,0\n2,0,0,0\n'
    expect(read(text).layout).toBe('rfmid')
    expect(told(text)).toEqual([
      ['1', null, null, null, 'retinopathy is present, of a grade that RFMiD does not state'],
      ['2', 0, null, null, null],
    ])
  })

  it('APTOS, DDR and Messidor-2 are told apart where they share their columns', () => {
    expect(read('id_code,diagnosis\n000c1434d8d7,2\n').layout).toBe('aptos')
    expect(read('id_code,diagnosis,split\n000c1434d8d7.png,2,train\n').layout).toBe('aptos')
    expect(read('id_code,diagnosis\n007-0004-000.jpg,2\n').layout).toBe('ddr')
  })
})

describe('patient and eye', () => {
  it('are in the names of a table too, and in its columns before that', () => {
    const rows = (text: string, columns: { image: string; grade: string; patient?: string; eye?: string }) =>
      readLabels(Buffer.from(text), { fileName: 'a.csv', columns }).rows.map(({ patient, eye }) => [patient, eye])
    const text = 'file,dr,person,side\n10_left.jpg,0,A,R\n11_right.jpg,1,,\n'
    expect(rows(text, { image: 'file', grade: 'dr' })).toEqual([
      ['10', 'left'],
      ['11', 'right'],
    ])
    expect(rows(text, { image: 'file', grade: 'dr', patient: 'person', eye: 'side' })).toEqual([
      ['A', 'right'],
      ['11', 'right'],
    ])
  })
})
