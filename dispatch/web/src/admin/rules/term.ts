import { counted, tongue } from '../../shared/i18n.svelte'
import type { Norm } from './rules'

const units: Record<string, [one: string, few: string, many: string, en: string]> = {
  people: ['человек', 'человека', 'человек', 'people'],
  minutes: ['минута', 'минуты', 'минут', 'min'],
  hours: ['час', 'часа', 'часов', 'h'],
  days: ['сутки', 'суток', 'суток', 'days'],
  working_days: ['рабочий день', 'рабочих дня', 'рабочих дней', 'working days'],
  months: ['месяц', 'месяца', 'месяцев', 'months'],
  years: ['год', 'года', 'лет', 'years'],
}

/** Terms without a number. */
const bare: Record<string, [ru: string, en: string]> = {
  immediately: ['немедленно', 'at once'],
  round_the_clock: ['круглосуточно', 'round the clock'],
  agreed: ['по согласованию с заявителем', 'as agreed with the applicant'],
}

export const unitCodes = [...Object.keys(bare), ...Object.keys(units)]

/** Whether a term in this unit has a number. */
export const counts = (unit: string) => unit in units

/** "30 минут", "2 часа (08:00–23:00)", "немедленно". */
export function term(norm: Pick<Norm, 'amount' | 'unit' | 'window'>): string {
  const unit = units[norm.unit]
  if (!unit) return unitName(norm.unit)
  const said = tongue.language === 'ru' ? counted(norm.amount, unit[0], unit[1], unit[2]) : `${norm.amount} ${unit[3]}`
  return norm.window.close ? `${said} (${face(norm.window.open)}–${face(norm.window.close)})` : said
}

/** The name of a unit in a list of units. */
export function unitName(unit: string): string {
  const [ru, en] = bare[unit] ?? [units[unit]?.[2], units[unit]?.[3]]
  return (tongue.language === 'ru' ? ru : en) ?? unit
}

const face = (minutes: number) => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
