-- +goose Up
-- What the screens are told. The row of a topic is locked while a commit takes its next offset, so
-- offsets are contiguous and in commit order (a plain sequence is not).
create table topics (
    city_id     text not null references cities,
    name        text not null,
    epoch       text not null,
    last_offset bigint not null,
    primary key (city_id, name)
);

create table outbox (
    city_id text not null,
    topic   text not null,
    pos     bigint not null,
    kind    text not null, -- request, order, crew, escalation, training: what to read anew
    ref     bigint not null,
    at      timestamptz not null,
    primary key (city_id, topic, pos),
    foreign key (city_id, topic) references topics (city_id, name)
);
create index outbox_age on outbox (at);

-- Commands already done, by the key that the client made: a repeat gets the same answer.
create table commands (
    city_id text not null references cities,
    scope   text not null, -- who may repeat it: an account, or the public intake
    key     text not null,
    kind    text not null,
    ref     bigint not null,
    at      timestamptz not null,
    primary key (city_id, scope, key)
);
create index commands_age on commands (at);

-- The training mode of a demonstration city.
create table trainings (
    city_id text primary key references cities,
    running boolean not null,
    pace    integer not null check (pace between 1 and 10),
    version bigint not null default 1
);

-- +goose Down
drop table trainings, commands, outbox, topics;
