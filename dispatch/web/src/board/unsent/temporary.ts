import { tongue } from '../../shared/i18n.svelte'

/** The number that a call has while the server is away: of this browser only, never one of the service. */
export function temporaryNumber(seq: number): string {
  return `${tongue.language === 'ru' ? 'В' : 'T'}-${seq}`
}
