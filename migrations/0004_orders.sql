-- +goose Up
-- The work order: one crew, or one organisation by telephone, on one job.
create table work_orders (
    city_id         text not null references cities,
    id              bigint generated always as identity,
    request_id      bigint not null,
    version         bigint not null default 1,
    round           integer not null default 0, -- which return of the request it answers
    state           text not null check (state in ('reserved', 'sent', 'delivered', 'accepted', 'en_route', 'on_site', 'suspended', 'localised', 'done', 'verified', 'refused', 'recalled')),
    since           timestamptz not null,
    crew_id         bigint,
    organisation_id bigint not null,
    handed_to       text not null default '',
    handed_phone    text not null default '',
    their_number    text not null default '',
    note            text not null default '',
    reason          text not null default '',
    planned_at      timestamptz,
    times           jsonb not null default '{}', -- state -> when it was first reached
    primary key (city_id, id),
    foreign key (city_id, request_id) references requests (city_id, id),
    foreign key (city_id, crew_id) references crews (city_id, id),
    foreign key (city_id, organisation_id) references organisations (city_id, id)
);
create index work_orders_of_request on work_orders (city_id, request_id);
create index work_orders_of_crew on work_orders (city_id, crew_id) where state not in ('verified', 'refused', 'recalled', 'done');
alter table photos add foreign key (city_id, order_id) references work_orders (city_id, id);

-- One row for each clock and level: the key is what makes an escalation happen once.
create table escalations (
    city_id         text not null references cities,
    id              bigint generated always as identity,
    clock_id        bigint not null,
    level           integer not null,
    request_id      bigint not null,
    role            text not null,
    organisation_id bigint,
    at              timestamptz not null,
    passed          boolean not null, -- nobody holds the level: journalled and passed
    acknowledged_at timestamptz,
    acknowledged_by bigint,
    primary key (city_id, id),
    unique (city_id, clock_id, level),
    foreign key (city_id, clock_id) references clocks (city_id, id),
    foreign key (city_id, request_id) references requests (city_id, id),
    foreign key (city_id, acknowledged_by) references accounts (city_id, id)
);
create index escalations_open on escalations (city_id, at) where acknowledged_at is null and not passed;

-- +goose Down
drop table escalations;
alter table photos drop constraint photos_city_id_order_id_fkey;
drop table work_orders;
