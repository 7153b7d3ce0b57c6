import { said, tongue } from '../../shared/i18n.svelte'
import { severityName } from '../../shared/states'
import type { Classifier, Party } from '../../shared/wire'
import type { Ladder } from './rules'

/** Whom a ladder binds, in words: "УК Берег; тяжесть: Угроза жизни или ущерб". */
export function scopeOf(ladder: Ladder, organisations: Party[], classifier: Classifier | undefined): string {
  const named = (list: string[] | undefined, of: { code: string; title_ru: string; title_en: string }[] | undefined) =>
    (list ?? []).map((code) => said(of?.find((one) => one.code === code) ?? { title_ru: code }, 'title'))
  const parts = [
    ladder.organisation ? (organisations.find(({ id }) => id === ladder.organisation)?.name ?? `№ ${ladder.organisation}`) : '',
    (ladder.severities ?? []).map(severityName).join(', '),
    named(ladder.categories, classifier?.categories).join(', '),
    named(ladder.problems, classifier?.problems).join(', '),
  ].filter(Boolean)
  if (parts.length) return parts.join('; ')
  return tongue.language === 'ru' ? 'все остальные случаи' : 'every other case'
}
