import { counted, tongue } from '../../shared/i18n.svelte'
import type { Norm } from './rules'

const units: Record<string, [one: string, few: string, many: string, en: string]> = {
  minutes: ['минута', 'минуты', 'минут', 'min'],
  hours: ['час', 'часа', 'часов', 'h'],
  days: ['сутки', 'суток', 'суток', 'days'],
  working_days: ['рабочий день', 'рабочих дня', 'рабочих дней', 'working days'],
  months: ['месяц', 'месяца', 'месяцев', 'months'],
  years: ['год', 'года', 'лет', 'years'],
}

export const unitCodes = ['immediately', ...Object.keys(units)]

/** "30 минут", "2 часа (08:00–23:00)", "немедленно". */
export function term(norm: Pick<Norm, 'amount' | 'unit' | 'window'>): string {
  const unit = units[norm.unit]
  if (!unit) return tongue.language === 'ru' ? 'немедленно' : 'at once'
  const said = tongue.language === 'ru' ? counted(norm.amount, unit[0], unit[1], unit[2]) : `${norm.amount} ${unit[3]}`
  return norm.window.close ? `${said} (${face(norm.window.open)}–${face(norm.window.close)})` : said
}

/** The name of a unit in a list of units. */
export function unitName(unit: string): string {
  const names = units[unit]
  if (!names) return tongue.language === 'ru' ? 'немедленно' : 'at once'
  return tongue.language === 'ru' ? names[2] : names[3]
}

const face = (minutes: number) => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
