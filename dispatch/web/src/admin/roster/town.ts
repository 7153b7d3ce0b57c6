// What the form of a post chooses from.

import { crews, livingOrganisations } from '../directory/directory'
import type { CrewRow, Me, Organisation, Post } from '../../shared/wire'

export interface Town {
  posts: Post[]
  crews: CrewRow[]
  organisations: Organisation[]
  /** The reader plans for this organisation only. */
  own: number | null
}

/** The town as the reader sees it: whoever is kept to an organisation plans for that one. */
export async function townOf(me: Me, posts: Post[]): Promise<Town> {
  const own = me.role === 'foreman' || me.role === 'chief_engineer' ? (me.organisation?.id ?? null) : null
  const [teams, firms] = await Promise.all([crews(), livingOrganisations()])
  return {
    posts, own,
    crews: teams.filter((crew) => own === null || crew.organisation.id === own),
    organisations: firms.filter(({ id }) => own === null || id === own),
  }
}
