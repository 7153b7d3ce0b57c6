-- +goose Up
-- Who is who and who has to be on duty when. A person is a human being; an account is a login. A post's
-- planned duty stands in its rotations and overrides; shifts tell who really was at work.
create table people (
    city_id         text not null references cities,
    id              bigint generated always as identity,
    name            text not null check (name <> ''),
    organisation_id bigint not null,
    role            text not null check (role in ('operator', 'dispatcher', 'senior', 'crew', 'foreman', 'chief_engineer', 'committee', 'admin')),
    crew_id         bigint, -- the crew that they usually work in
    phone           text not null default '', -- E.164
    email           text not null default '',
    telegram        text not null default '', -- chat id
    account_id      bigint,
    pin_hash        text not null default '', -- of the log-on at a crew's tablet; '' = none is set
    version         bigint not null default 1,
    retired_at      timestamptz,
    primary key (city_id, id),
    unique (city_id, organisation_id, name), -- on a duty list two namesakes have to be told apart
    foreign key (city_id, organisation_id) references organisations (city_id, id),
    foreign key (city_id, crew_id) references crews (city_id, id),
    foreign key (city_id, account_id) references accounts (city_id, id)
);
create unique index people_account on people (city_id, account_id) where account_id is not null and retired_at is null;

create table vehicles (
    city_id         text not null references cities,
    id              bigint generated always as identity,
    name            text not null check (name <> ''),
    plate           text not null default '',
    organisation_id bigint not null,
    version         bigint not null default 1,
    retired_at      timestamptz,
    primary key (city_id, id),
    unique (city_id, organisation_id, name),
    foreign key (city_id, organisation_id) references organisations (city_id, id)
);

-- A duty that somebody has to hold: of the city (organisation_id null), of an organisation, of a crew.
create table posts (
    city_id         text not null references cities,
    id              bigint generated always as identity,
    name            text not null check (name <> ''),
    role            text not null check (role in ('operator', 'dispatcher', 'senior', 'crew', 'foreman', 'chief_engineer', 'committee', 'admin')),
    organisation_id bigint,
    crew_id         bigint,
    territory       jsonb, -- GeoJSON Polygon or MultiPolygon, lon/lat; null: wherever the organisation works
    supervisor_id   bigint, -- the post that answers when nobody holds this one
    on_call         boolean not null default false, -- from home, by telephone: it does not count as work without rest
    days            text not null default '' check (days in ('', 'working', 'holiday')), -- when it has to be held; '' = every day
    opens           integer not null default 0 check (opens between 0 and 1439), -- minutes after the city's midnight
    closes          integer not null default 0 check (closes between 0 and 1439), -- opens = closes = 0: round the clock
    version         bigint not null default 1,
    retired_at      timestamptz,
    primary key (city_id, id),
    unique (city_id, name),
    foreign key (city_id, organisation_id) references organisations (city_id, id),
    foreign key (city_id, crew_id) references crews (city_id, id),
    foreign key (city_id, supervisor_id) references posts (city_id, id),
    check ((role = 'crew') = (crew_id is not null)),
    check (role not in ('crew', 'foreman', 'chief_engineer') or organisation_id is not null),
    check (opens < closes or (opens = 0 and closes = 0))
);

create table rotations (
    city_id   text not null references cities,
    id        bigint generated always as identity,
    post_id   bigint not null,
    days      text not null default '' check (days in ('', 'working', 'holiday')), -- on which a watch may begin; '' = every day
    first_day date not null,
    last_day  date, -- the last one on which a watch begins; null: until further notice
    hand_over integer not null check (hand_over between 0 and 1439), -- minutes after the city's midnight
    hours     integer not null check (hours between 1 and 672), -- of one watch
    daily     boolean not null default false, -- one watch a day, the rest of the day is not this rotation's
    primary key (city_id, id),
    foreign key (city_id, post_id) references posts (city_id, id)
);
create index rotations_of_post on rotations (city_id, post_id);

-- A turn is one person or several who hold the watch together; turns follow one another from 0 on.
create table rotation_members (
    city_id     text not null references cities,
    rotation_id bigint not null,
    turn        integer not null check (turn >= 0),
    person_id   bigint not null,
    primary key (city_id, rotation_id, turn, person_id),
    foreign key (city_id, rotation_id) references rotations (city_id, id) on delete cascade,
    foreign key (city_id, person_id) references people (city_id, id)
);

-- Who stands in for whom, from when to when; a swap is two of them.
create table overrides (
    city_id      text not null references cities,
    id           bigint generated always as identity,
    post_id      bigint not null,
    starts_at    timestamptz not null,
    ends_at      timestamptz not null,
    person_id    bigint, -- null: nobody takes the place
    instead_id   bigint, -- null: of everybody who would have the watch
    why          text not null,
    account_id   bigint,
    at           timestamptz not null,
    withdrawn_at timestamptz,
    primary key (city_id, id),
    foreign key (city_id, post_id) references posts (city_id, id),
    foreign key (city_id, person_id) references people (city_id, id),
    foreign key (city_id, instead_id) references people (city_id, id),
    foreign key (city_id, account_id) references accounts (city_id, id),
    check (ends_at > starts_at),
    check (person_id is not null or instead_id is not null)
);
create index overrides_of_post on overrides (city_id, post_id) where withdrawn_at is null;

-- What one watch leaves to the next.
create table hand_over_notes (
    city_id    text not null references cities,
    id         bigint generated always as identity,
    post_id    bigint not null,
    at         timestamptz not null,
    account_id bigint,
    author     text not null,
    text       text not null check (text <> ''),
    primary key (city_id, id),
    foreign key (city_id, post_id) references posts (city_id, id),
    foreign key (city_id, account_id) references accounts (city_id, id)
);
create index hand_over_notes_of_post on hand_over_notes (city_id, post_id, id desc);

-- Every change of the above: who, when and why. Like the journal it is evidence.
create table roster_log (
    city_id    text not null references cities,
    id         bigint generated always as identity,
    at         timestamptz not null,
    account_id bigint,
    actor      text not null,
    role       text not null,
    kind       text not null, -- person, vehicle, post, rotation, override, ...
    ref        bigint not null, -- of the person, vehicle or post
    why        text not null default '',
    detail     jsonb not null default '{}',
    primary key (city_id, id),
    foreign key (city_id, account_id) references accounts (city_id, id)
);
create trigger roster_log_append_only before update or delete on roster_log
    for each row execute function journal_is_append_only();

-- +goose Down
drop table roster_log, hand_over_notes, overrides, rotation_members, rotations, posts, vehicles, people;
