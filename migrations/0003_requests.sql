-- +goose Up
-- The resident's matter: request, clocks, journal, photographs. See dispatch/STATES.md.
create table request_numbers ( -- gapless: the row is locked until the registration commits
    city_id text not null references cities,
    year    integer not null,
    last    integer not null,
    primary key (city_id, year)
);

create table requests (
    city_id         text not null references cities,
    id              bigint generated always as identity,
    year            integer not null,
    number          integer not null,
    link            text not null unique check (length(link) = 26), -- 128 random bits, base32
    version         bigint not null default 1,
    state           text not null check (state in ('registered', 'accepted', 'in_work', 'done', 'confirmed', 'returned', 'closed', 'rejected', 'duplicate', 'redirected')),
    channel         text not null check (channel in ('telephone', 'walk_in', 'radio', 'portal', 'open311', 'system')),
    main_id         bigint,
    problem         text not null,
    category        text not null,
    severity        integer not null check (severity between 1 and 4),
    house_id        bigint,
    address_text    text not null default '',
    lon             double precision,
    lat             double precision,
    organisation_id bigint,
    service_id      bigint,
    served_by_default boolean not null default false,
    entrance        text not null default '',
    floor           text not null default '',
    flat            text not null default '',
    text            text not null default '',
    caller_name     text not null default '',
    phone           text not null default '',
    received_at     timestamptz not null, -- the ring, or the arrival of the message
    registered_at   timestamptz not null,
    damaged_at      timestamptz not null,
    planned_at      timestamptz,
    done_at         timestamptz,
    closed_at       timestamptz,
    disposition     text not null default '',
    returned        integer not null default 0,
    parked          text not null default '', -- why it is held for a look; '' = not held
    primary key (city_id, id),
    unique (city_id, year, number),
    foreign key (city_id, main_id) references requests (city_id, id),
    foreign key (city_id, house_id) references houses (city_id, id),
    foreign key (city_id, organisation_id) references organisations (city_id, id),
    foreign key (city_id, service_id) references organisations (city_id, id),
    check (house_id is not null or address_text <> '' or lon is not null),
    check ((lon is null) = (lat is null))
);
create index requests_open on requests (city_id, id) where state not in ('closed', 'rejected', 'duplicate', 'redirected');
create index requests_of_house on requests (city_id, house_id, id desc);
create index requests_of_main on requests (city_id, main_id) where main_id is not null;
create index requests_recent on requests (city_id, registered_at desc);
create index requests_of_phone on requests (city_id, phone, registered_at) where phone <> '';

create table clocks (
    city_id    text not null references cities,
    id         bigint generated always as identity,
    request_id bigint not null,
    kind       text not null,
    round      integer not null default 0,
    norm       text not null,
    clause     text not null,
    edition    text not null,
    verified   boolean not null,
    started_at timestamptz not null,
    due_at     timestamptz not null,
    met_at     timestamptz,
    void_at    timestamptz,
    next_level integer not null default 0,
    next_at    timestamptz, -- when the next level is told; null: nobody is left, or the clock is over
    primary key (city_id, id),
    unique (city_id, request_id, kind, round),
    foreign key (city_id, request_id) references requests (city_id, id),
    check (next_at is null or (met_at is null and void_at is null))
);
create index clocks_due on clocks (next_at) where next_at is not null;

create table journal (
    city_id    text not null references cities,
    request_id bigint not null,
    seq        integer not null,
    order_id   bigint,
    at         timestamptz not null, -- the service's time
    device_at  timestamptz,          -- the tablet's own time, where it differs
    account_id bigint,
    actor      text not null,
    role       text not null,
    kind       text not null,
    from_state text not null default '',
    to_state   text not null default '',
    reason     text not null default '',
    detail     jsonb not null default '{}',
    primary key (city_id, request_id, seq),
    foreign key (city_id, request_id) references requests (city_id, id)
);

-- The journal is evidence: nothing in it is changed or taken out.
-- +goose StatementBegin
create function journal_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'the journal is append-only' using errcode = 'restrict_violation';
end $$;
-- +goose StatementEnd
create trigger journal_append_only before update or delete on journal
    for each row execute function journal_is_append_only();

create table photos (
    city_id    text not null references cities,
    id         bigint generated always as identity,
    request_id bigint not null,
    order_id   bigint,
    at         timestamptz not null,
    by_role    text not null,
    note       text not null default '',
    width      integer not null,
    height     integer not null,
    jpeg       bytea not null,
    primary key (city_id, id),
    foreign key (city_id, request_id) references requests (city_id, id)
);
create index photos_of_request on photos (city_id, request_id);

-- +goose Down
drop table photos, journal, clocks, requests, request_numbers;
drop function journal_is_append_only;
