-- +goose Up
-- Accounts, their sessions, and the crews with their shifts.
create table crews (
    city_id         text not null references cities,
    id              bigint generated always as identity,
    name            text not null check (name <> ''),
    organisation_id bigint not null,
    skills          text[] not null default '{}',
    people          integer not null default 2 check (people between 1 and 50),
    phone           text not null default '',
    tablet          boolean not null default true,
    lon             double precision,
    lat             double precision,
    placed_at       timestamptz, -- when the position was taken; null: it is the base
    version         bigint not null default 1,
    retired_at      timestamptz,
    primary key (city_id, id),
    unique (city_id, name),
    foreign key (city_id, organisation_id) references organisations (city_id, id)
);

create table shifts (
    city_id    text not null references cities,
    id         bigint generated always as identity,
    crew_id    bigint not null,
    started_at timestamptz not null,
    until      timestamptz not null,
    ended_at   timestamptz,
    primary key (city_id, id),
    foreign key (city_id, crew_id) references crews (city_id, id),
    check (until > started_at)
);
create unique index shifts_open on shifts (city_id, crew_id) where ended_at is null;

create table accounts (
    city_id         text not null references cities,
    id              bigint generated always as identity,
    login           text not null check (login ~ '^[a-z0-9][a-z0-9._-]{1,40}$'),
    name            text not null,
    role            text not null check (role in ('operator', 'dispatcher', 'senior', 'crew', 'foreman', 'chief_engineer', 'committee', 'admin')),
    organisation_id bigint,
    crew_id         bigint,
    password_hash   text not null,
    created_at      timestamptz not null,
    disabled_at     timestamptz,
    primary key (city_id, id),
    unique (city_id, login),
    foreign key (city_id, organisation_id) references organisations (city_id, id),
    foreign key (city_id, crew_id) references crews (city_id, id),
    check ((role = 'crew') = (crew_id is not null)),
    check (role not in ('foreman', 'chief_engineer') or organisation_id is not null)
);

-- Server-side sessions (the form that alexedwards/scs asks for).
create table sessions (
    token  text primary key,
    data   bytea not null,
    expiry timestamptz not null
);
create index sessions_expiry on sessions (expiry);

-- +goose Down
drop table sessions, accounts, shifts, crews;
