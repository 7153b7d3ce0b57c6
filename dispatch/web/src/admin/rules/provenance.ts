// Where a row of the rules comes from, in the reader's language. The shipped rows say it in English, each in one of these
// sentences; what an administrator writes stands as it was written.

import { tongue } from '../../shared/i18n.svelte'
import sentences from './provenance.json'

/** A source or a note as it is read: `provenance('one source')` is "один источник". */
export function provenance(text: string): string {
  const pair = (sentences as unknown as Record<string, readonly [ru: string, en: string]>)[text]
  return pair ? pair[tongue.language === 'ru' ? 0 : 1] : text
}

/** What is kept of a field that began as `provenance(kept)`: untouched, it stays what it was. */
export const asKept = (field: string, kept: string) => (field === provenance(kept) ? kept : field)
