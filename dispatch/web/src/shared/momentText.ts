// A moment as the desk types it, always the city's 24-hour clock and day before month, whatever the browser's language is:
// "23.11 14:05". Values are local moments as cityTime.svelte.ts makes them: "2026-11-23T14:05".

/** "23.11 14:05"; with the year when it is not the one of now. */
export function momentText(local: string, now: string): string {
  const [, year, month, day, time] = /^(\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d)/.exec(local) ?? []
  if (!time) return ''
  return year === now.slice(0, 4) ? `${day}.${month} ${time}` : `${day}.${month}.${year} ${time}`
}

/** Reads "23.11 14:05", "23.11.2026 14:05", "14:05" or "1405" (the day of now); '' when that is no moment. Without a year
 *  it is the one that brings the moment nearest to now. */
export function readMoment(text: string, now: string): string {
  const typed = text.trim()
  const time = /^(\d{1,2}):?(\d\d)$/.exec(typed)
  if (time) return local(now.slice(0, 10), time[1]!, time[2]!)
  const whole = /^(\d{1,2})[.\/\-](\d{1,2})(?:[.\/\-](\d{4}|\d\d))?[\s,T]+(\d{1,2})[:.\-]?(\d\d)$/.exec(typed)
  if (!whole) return ''
  const [, day, month, year, hour, minute] = whole
  const years = year ? [year.padStart(4, '20')] : [-1, 0, 1].map((step) => String(Number(now.slice(0, 4)) + step))
  const found = years.map((one) => local(`${one}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`, hour!, minute!)).filter(Boolean)
  return found.sort((a, b) => away(a, now) - away(b, now))[0] ?? ''
}

/** Moves the part of a moment that the caret stands in ("23.11 14:05": day, month, hour, minutes by five). */
export function stepMoment(value: string, caret: number, step: 1 | -1): string {
  const at = new Date(`${value}Z`)
  if (Number.isNaN(at.getTime())) return value
  const text = momentText(value, value)
  const [day, month, hour] = [text.indexOf('.'), text.indexOf(' '), text.indexOf(':')]
  if (caret <= day!) at.setUTCDate(at.getUTCDate() + step)
  else if (caret <= month!) at.setUTCMonth(at.getUTCMonth() + step)
  else if (caret <= hour!) at.setUTCHours(at.getUTCHours() + step)
  else at.setUTCMinutes(Math.floor(at.getUTCMinutes() / 5) * 5 + (step > 0 || at.getUTCMinutes() % 5 === 0 ? step * 5 : 0))
  return at.toISOString().slice(0, 16)
}

function away(value: string, now: string): number {
  return Math.abs(Date.parse(`${value}Z`) - Date.parse(`${now}Z`))
}

/** A day and a time as one value; '' for a 31st of June or a 25th hour. */
function local(day: string, hour: string, minute: string): string {
  const value = `${day}T${hour.padStart(2, '0')}:${minute}`
  const at = new Date(`${value}Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(value) ? value : ''
}
