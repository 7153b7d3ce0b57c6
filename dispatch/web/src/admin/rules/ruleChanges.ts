// What a change of a rule changed, in words: each field of the row before and after. Pure.

import { clockTitle } from '../../shared/clocks'
import { dictionary, said, tongue } from '../../shared/i18n.svelte'
import { codeName } from '../codes'
import { dayText } from '../directory/days'
import { holds, inWords } from './ladder'
import { clauseOf, normName } from './normWords'
import { provenance } from './provenance'
import type { Amendment, Channels, Fault, Ladder, LawReading, Norm, StatusLimit, Text, Year } from './rules'
import { span } from './span'
import { term } from './term'

const words = dictionary({
  none: ['нет', 'none'],
  yes: ['да', 'yes'],
  no: ['нет', 'no'],
  noEnd: ['бессрочно', 'no end'],
  term: ['Срок', 'Term'],
  edition: ['Редакция', 'Edition'],
  from: ['Действует с', 'In force from'],
  to: ['по', 'to'],
  status: ['Сверка с текстом', 'Checked against the text'],
  source: ['Источник', 'Source'],
  note: ['Примечание', 'Note'],
  applies: ['Для чего', 'What it binds'],
  begins: ['С чего считается', 'Runs'],
  ru: ['Название', 'Name in Russian'],
  en: ['Название по-английски', 'Name in English'],
  severity: ['Тяжесть', 'Severity'],
  lifeRisk: ['Опасна для жизни', 'A risk to life'],
  crewSize: ['Людей в бригаде, не меньше', 'People in the crew, at least'],
  skill: ['Специальность', 'Skill'],
  side: ['Чья сторона', 'Whose side'],
  boundary: ['Граница ответственности', 'Boundary of responsibility'],
  places: ['Где бывает', 'Where it happens'],
  norms: ['Нормы', 'Norms'],
  handTo: ['Кого известить', 'Who is told'],
  searched: ['Как говорят жители', 'As residents say it'],
  questions: ['Вопросы заявителю', 'Questions to the caller'],
  script: ['Сказать сразу', 'To be said at once'],
  levels: ['Ступени', 'Steps'],
  ack: ['Сколько держит принявший', 'What an acknowledgement holds'],
  state: ['Состояние наряда', 'State of the order'],
  since: ['С какого момента', 'Since when'],
  warn: ['Предупреждение', 'Warning'],
  alert: ['Тревога', 'Alarm'],
  reading: ['Толкование', 'Reading'],
  holidays: ['Праздники', 'Holidays'],
  moved: ['Переносы', 'Transfers'],
  shortened: ['Короткие дни', 'Short days'],
  off: ['Без каких каналов', 'Which channels are not used'],
  quiet: ['Тихие часы', 'Quiet hours'],
  asStarted: ['как задано при запуске', 'as the service was started'],
  noQuiet: ['нет', 'none'],
  waits: [(seconds: number) => `ответа ждать ${seconds} с`, (seconds: number) => `an answer is waited for ${seconds} s`],
})

/** What changes are told by: names that a row only points at. */
export interface Names {
  norms: Norm[]
  readings: LawReading[]
}

type Told = [field: string, text: string][]

const tellers: Record<string, (row: never, names: Names, code: string) => Told> = {
  norm: (row: Norm) => [
    [words.term, term(row)], [words.edition, row.edition], [words.from, dayText(row.validFrom)], [words.to, row.validTo ? dayText(row.validTo) : words.noEnd],
    [words.status, codeName('status', row.status)], [words.begins, codeName('start', row.start)],
    [words.applies, list(row.applies, (code) => codeName(['answer', 'inform'].includes(row.kind) ? 'report' : 'category', code))],
    [words.source, provenance(row.source)], [words.note, provenance(row.note) || words.none],
  ],
  problem: (row: Fault, names) => [
    [words.ru, row.title.ru], [words.en, row.title.en], [words.severity, codeName('severity', String(row.severity))], [words.lifeRisk, row.lifeRisk ? words.yes : words.no],
    [words.skill, row.skill ? codeName('skill', row.skill) : words.none], [words.crewSize, String(row.crewSize)], [words.side, codeName('side', row.responsible)],
    [words.boundary, codeName('boundary', row.boundary)], [words.places, list(row.places, (code) => codeName('place', code))],
    [words.norms, list(row.norms, (code) => named(names.norms, code))], [words.handTo, list(row.handTo, (code) => codeName('recipient', code))],
    [words.searched, list(row.words, String)], [words.questions, list(row.questions, ours)], [words.script, row.script ? ours(row.script.text) : words.none],
    [words.source, provenance(row.source)],
  ],
  ladder: (row: Ladder) => [[words.ru, row.title.ru], [words.en, row.title.en], [words.levels, inWords(row.levels)], [words.ack, holds(row.ackMinutes)]],
  status_limit: (row: StatusLimit) => [
    [words.ru, row.title.ru], [words.en, row.title.en], [words.state, codeName('order_state', row.state)], [words.since, codeName('since', row.since)],
    [words.warn, span(row.warnSeconds)], [words.alert, span(row.alertSeconds)],
  ],
  reading: (chosen: string, names, code) => [[words.reading, alternative(names.readings, code, chosen)]],
  calendar: (row: Year) => [
    [words.holidays, list(row.holidays, dayText)], [words.moved, list(row.moved, ({ from, to }) => `${dayText(from)} → ${dayText(to)}`)], [words.shortened, list(row.shortened, dayText)],
    [words.status, codeName('status', row.status)], [words.source, provenance(row.source)],
  ],
  channel: (row: Channels) => [
    [words.off, list(row.off, (code) => codeName('means', code))], [words.quiet, row.quiet === null ? words.asStarted : row.quiet || words.noQuiet],
    ...row.tellings.map((one): [string, string] => [
      [codeName('audience', one.to), list(one.severities, (severity) => codeName('severity', String(severity)), '')].filter(Boolean).join(': '),
      [list(one.means, (code) => codeName('means', code)), one.ackSeconds ? words.waits(one.ackSeconds) : ''].filter(Boolean).join('; '),
    ]),
  ],
}

const ours = (text: Text) => said({ text_ru: text.ru, text_en: text.en }, 'text')
const list = <T>(rows: T[] | null | undefined, nameOf: (row: T) => string, none = words.none) => (rows?.length ? rows.map(nameOf).join(', ') : none)

function named(norms: Norm[], code: string): string {
  const norm = norms.find((one) => one.code === code)
  return norm ? normName(norm, norms) : code
}

const alternative = (readings: LawReading[], code: string, chosen: string) =>
  readings.find((one) => one.code === code)?.alternatives.find((one) => one.code === chosen)?.text[tongue.language] ?? chosen

/** The fields that differ; '' where there was, or is, no such field. */
export function changedFields({ subject, code, before, then }: Amendment, names: Names): { field: string; before: string; after: string }[] {
  const tell = tellers[subject] as ((row: unknown, names: Names, code: string) => Told) | undefined
  if (!tell) return []
  const [was, is] = [before, then].map((row) => new Map(row === null || row === undefined ? [] : tell(row, names, code)))
  const fields = new Set([...was!.keys(), ...is!.keys()])
  return [...fields].map((field) => ({ field, before: was!.get(field) ?? '', after: is!.get(field) ?? '' })).filter((one) => one.before !== one.after)
}

/** What a changed rule is called. */
export function ruleName({ subject, code, before, then }: Amendment, names: Names): string {
  const row = (then ?? before) as Record<string, unknown> | null
  if (subject === 'norm' && row) return `${clauseOf(row as unknown as Norm)} · ${clockTitle(String(row.kind))}`
  if (subject === 'reading') return names.readings.find((one) => one.code === code)?.question[tongue.language] ?? code
  if (subject === 'channel') return ''
  return row?.title ? ours(row.title as Text) : code
}
