// Words that the forms of the directory share.

import { counted, dictionary } from '../../shared/i18n.svelte'
import type { OrganisationKind } from '../../shared/wire'

export const directoryWords = dictionary({
  name: ['Название', 'Name'],
  phone: ['Телефон', 'Telephone'],
  organisation: ['Организация', 'Organisation'],
  why: ['Почему', 'Why'],
  save: ['Сохранить', 'Save'],
  add: ['Добавить', 'Add'],
  cancel: ['Отмена', 'Cancel'],
})

const kinds = dictionary({
  management: ['Управляющая', 'Management'],
  service: ['Аварийная служба', 'Emergency service'],
  supplier: ['Ресурсоснабжающая', 'Supplier'],
  city: ['Город', 'City'],
} satisfies Record<OrganisationKind, readonly [string, string]>)

export const kindName = (kind: OrganisationKind): string => kinds[kind]

const answering = dictionary({
  none: ['Ни у одного дома аварийная служба не сменится.', 'No house gets another emergency service.'],
  houses: [
    (n: number) => `Аварийная служба сменится: ${counted(n, 'дом', 'дома', 'домов')}.`,
    (n: number) => `Another emergency service: ${n} house(s).`,
  ],
  byDefault: [
    (n: number) => `Без договора останется: ${counted(n, 'дом', 'дома', 'домов')}. Там будет отвечать служба 05.`,
    (n: number) => `Left without a contract: ${n} house(s). 05 itself will answer for them.`,
  ],
  open: [
    (n: number) => `Открытых заявок там: ${n}. Они остаются за прежней службой.`,
    (n: number) => `Open requests there: ${n}. They stay with the service that has them.`,
  ],
})

/** What a change does to who answers for houses, a sentence each. */
export function answeringText(would: { houses: number; by_default: number; open: number }): string[] {
  if (!would.houses) return [answering.none]
  return [answering.houses(would.houses), would.by_default ? answering.byDefault(would.by_default) : '', would.open ? answering.open(would.open) : ''].filter(Boolean)
}
