-- +goose Up
-- Who a session belongs to, so that an account's sessions end with it; socket tickets; wrong passwords.
alter table sessions
    add column city_id    text not null references cities,
    add column account_id bigint not null,
    add foreign key (city_id, account_id) references accounts (city_id, id);
create index sessions_account on sessions (city_id, account_id);

-- A ticket opens one socket within half a minute. Losing all of them in a crash costs a second try.
create unlogged table tickets (
    name       text primary key, -- hash of the secret
    city_id    text not null,
    session    text not null default '', -- of an account, by the name of its session
    account_id bigint,
    link       text not null default '', -- or of a resident, by the link
    expires_at timestamptz not null
);

create unlogged table sign_in_failures (
    subject text primary key, -- hash: what is typed as a login may be anything
    failed  integer not null,
    last_at timestamptz not null
);

-- +goose Down
drop table sign_in_failures, tickets;
alter table sessions drop column account_id, drop column city_id;
