import { tongue } from '../../shared/i18n.svelte'
import type { OrderState } from '../../shared/wire'

// The reason goes into the journal, which is kept in Russian whatever the screen's language is. Those of a suspension
// are the ones of dispatch/norms/data/working.json, which says which of them stop the service's own term.
const reasons: Partial<Record<OrderState, [ru: string, en: string, code?: string][]>> = {
  suspended: [
    ['Нет доступа в помещение', 'No access to the premises', 'no_access'],
    ['Нужны материалы или запчасти', 'Materials or parts are needed', 'materials'],
    ['Житель просит прийти позже', 'The resident asks to come later', 'resident_asks_later'],
    ['Нужна другая специальность', 'Another trade is needed', 'another_trade'],
    ['Нужно отключение от ресурсоснабжающей организации', 'A shut-off by the supplier is needed', 'supplier_shut_off'],
    ['Отозваны на более срочную аварию', 'Called away to a worse emergency', 'called_away'],
    ['Опасно продолжать', 'Not safe to go on', 'not_safe'],
  ],
  refused: [
    ['Заняты на другой аварии', 'Busy with another emergency'],
    ['Не наша специальность', 'Not our trade'],
    ['Транспорт неисправен', 'The vehicle has broken down'],
    ['Не хватает людей', 'Too few people'],
    ['Не успеем до конца смены', 'Not before the shift ends'],
  ],
}

const works: [ru: string, en: string][] = [
  ['Перекрыли стояк', 'Riser shut off'],
  ['Заменили участок трубы', 'Replaced a piece of pipe'],
  ['Поставили хомут', 'Put on a clamp'],
  ['Прочистили засор', 'Cleared the blockage'],
  ['Восстановили питание', 'Restored power'],
  ['Отрегулировали', 'Adjusted'],
  ['Временно, нужен ремонт', 'For now: needs repair'],
]

export interface Phrase {
  said: string
  shown: string
  /** By which the service knows a reason, whatever its words. */
  code?: string
}

function phrases(list: [ru: string, en: string, code?: string][]): Phrase[] {
  return list.map(([ru, en, code]) => ({ said: ru, shown: tongue.language === 'ru' ? ru : en, code }))
}

/** Ready reasons of a step that needs one. */
export function reasonsFor(step: OrderState): Phrase[] {
  return phrases(reasons[step] ?? [])
}

/** Ready words for what was done. */
export function workDone(): Phrase[] {
  return phrases(works)
}
